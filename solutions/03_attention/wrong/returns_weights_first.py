"""Weights first, output second.

Your two results are right, in the wrong order: first the output, then the weights.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_shapes",)
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights, weights @ v
