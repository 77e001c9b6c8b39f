"""Divided by d_k, not by its root.

The standard deviation of the scores is the *root* of d_k. Divided by d_k, the scores are too small, and attention
becomes almost uniform.
"""

# exercise: scale_scores
FAILS = ("test_four", "test_variance_of_64", "test_variance_of_any_width")
HEADLINE = True


def scale_scores(scores, d_k):
    return scores / d_k
