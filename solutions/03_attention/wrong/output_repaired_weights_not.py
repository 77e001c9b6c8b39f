"""The output is repaired, the weights are not.

You turn NaN into 0 in the output, but the weights that you give back still hold NaN. Repair the weights before you
mix; then both are right.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_a_query_that_sees_nothing",)
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.softmax(scores, dim=-1)
    return torch.nan_to_num(weights @ v), weights
