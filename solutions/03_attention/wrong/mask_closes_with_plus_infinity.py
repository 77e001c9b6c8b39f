"""Plus infinity in place of minus.

e to the plus infinity takes everything. A closed place needs the *smallest* score there is.
"""

# exercise: apply_mask
FAILS = ("test_closed_score", "test_closed_scores")
import math


def apply_mask(scores, keep):
    return scores if keep is None else scores.masked_fill(~keep, math.inf)
