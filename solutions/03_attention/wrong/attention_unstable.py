"""Attention with an unstable softmax.

Large scores overflow in the exponential: infinity over infinity. Your own softmax of 3.2 does not; call it.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_large_scores",)
EDGE = True
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    powers = torch.exp(q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1]))
    if keep is not None:
        powers = powers * keep
    weights = torch.nan_to_num(powers / powers.sum(dim=-1, keepdim=True))
    return weights @ v, weights
