"""The scores are cut off from training where they are masked.

A copy made by `detach`, `.data` or `torch.tensor` has the same numbers and no way back for the gradient. `scores.masked_fill(…)` is a new
tensor already, and `clone` keeps the way back.
"""

# exercise: apply_mask
FAILS = ("test_gradients",)
EDGE = True
import math


def apply_mask(scores, keep):
    masked = scores.detach().clone()
    if keep is not None:
        masked.masked_fill_(~keep, -math.inf)
    return masked
