"""Closed scores become 0.

A score of 0 is a score like any other: e to the 0 is 1, more than for any negative score. Which score has the
exponential 0?
"""

# exercise: apply_mask
FAILS = ("test_closed_score", "test_closed_scores")
HEADLINE = True


def apply_mask(scores, keep):
    return scores if keep is None else scores * keep
