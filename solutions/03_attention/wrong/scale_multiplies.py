"""Multiplied by the root of d_k.

The scores grow with the width, and you make them grow once more. Which way brings the variance back to 1?
"""

# exercise: scale_scores
FAILS = ("test_four", "test_variance_of_64", "test_variance_of_any_width")


def scale_scores(scores, d_k):
    return scores * d_k**0.5
