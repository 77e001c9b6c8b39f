"""With d_k = 1, the scores themselves are handed out.

The docstring promises a new tensor. Whoever masks your result in place would change the scores that you were given.
"""

# exercise: scale_scores
FAILS = ("test_width_one",)
EDGE = True


def scale_scores(scores, d_k):
    return scores if d_k == 1 else scores / d_k**0.5
