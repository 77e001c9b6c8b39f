"""The scores become float32 on the way.

You turn the scores into float32, fill, and turn them back: the digits that float64 had are lost. `masked_fill` keeps
dtype and digits.
"""

# exercise: apply_mask
FAILS = ("test_precision",)
import math


def apply_mask(scores, keep):
    if keep is None:
        return scores
    return scores.float().masked_fill(~keep, -math.inf).to(scores.dtype)
