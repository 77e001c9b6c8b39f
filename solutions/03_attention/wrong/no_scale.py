"""The scores are not scaled.

Without the division, scores grow with the width of the keys, and softmax gives nearly all to one key. You measured it
in 3.3: which step is missing?
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_two_tokens", "test_scale")
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1)
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, weights
