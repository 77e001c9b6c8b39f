"""Standardised by the scores' own deviation.

You bring each table to variance 1 by its own numbers. A model that has *learned* large scores means them; only the
effect of the width is to be removed, and that is known beforehand: the root of d_k.
"""

# exercise: scale_scores
FAILS = ("test_four", "test_width_one")


def scale_scores(scores, d_k):
    return scores / scores.std()
