"""Half precision is left behind.

A table of 0 and −∞ that is made without a dtype is float32, and makes float32 of scores in half precision (float64 stays what it is).
Make it with `dtype=scores.dtype`.
"""

# exercise: apply_mask
FAILS = ("test_half_precision",)
EDGE = True
import math

import torch


def apply_mask(scores, keep):
    if keep is None:
        return scores
    return scores + torch.zeros(keep.shape).masked_fill(~keep, -math.inf)
