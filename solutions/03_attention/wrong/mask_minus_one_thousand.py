"""Closed scores are small, but not -inf.

-1,000 looks small enough, until a real score is smaller; and in a row that is closed everywhere, equal small numbers
share out 100 % again. Only -inf is always beaten.
"""

# exercise: apply_mask
FAILS = ("test_closed_score", "test_closed_scores")


def apply_mask(scores, keep):
    return scores if keep is None else scores.masked_fill(~keep, -1000.0)
