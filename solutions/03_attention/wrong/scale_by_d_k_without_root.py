"""Scaled by d_k, not by its root.

The scores spread like the *root* of d_k. Divided by d_k, they are too small, and attention becomes almost uniform.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_two_tokens", "test_scale")
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1]
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, weights
