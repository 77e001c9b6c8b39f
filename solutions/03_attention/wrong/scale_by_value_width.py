"""Scaled by the width of the values.

You divide by the root of d_v. The values have no part in the scores; the width of queries and keys has.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_scale",)
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(v.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, weights
