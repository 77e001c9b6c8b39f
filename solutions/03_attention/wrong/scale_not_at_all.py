"""Not scaled.

The scores come back as they were. With a width of 512 they are about 23 times too large for softmax to share anything
out.
"""

# exercise: scale_scores
FAILS = ("test_four", "test_variance_of_64", "test_variance_of_any_width")
HEADLINE = True


def scale_scores(scores, d_k):
    return scores + 0.0
