"""Scaled by the number of keys.

You divide by the square root of how many keys there are. The scores grow with the *width* of a key, d_k: a sum of d_k
products has variance d_k. With as many keys as dimensions you would not notice; here you do.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_scale",)
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(k.shape[-2])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, weights
