"""None is not accepted.

Without a mask, the scores come back as they are. Yours asks None for its opposite, and fails.
"""

# exercise: apply_mask
FAILS = ("test_none",)
import math


def apply_mask(scores, keep):
    return scores.masked_fill(~keep, -math.inf)
