"""Minus ten thousand in place of minus infinity.

Older code closes a place with the score −10,000. If the open scores are lower still, the closed places win. Only −∞
is below every score.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_very_negative_scores",)
EDGE = True
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is None:
        keep = torch.ones((), dtype=torch.bool)
    weights = torch.softmax(scores.masked_fill(~keep, -1e4), dim=-1) * keep
    return weights @ v, weights
