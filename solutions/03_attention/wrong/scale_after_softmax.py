"""Scaled after the softmax.

You divide the *weights* by the root of d_k, so a row no longer sums to 1. Scaling is for the scores, before the
softmax.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_each_query_spends_all_of_its_attention", "test_two_tokens", "test_scale")
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1)
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1)) / math.sqrt(q.shape[-1])
    return weights @ v, weights
