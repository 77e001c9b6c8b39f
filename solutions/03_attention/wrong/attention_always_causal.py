"""Always causal.

Without a mask, every query may look everywhere. You close the future on your own account; that is for the caller to
ask, with a causal mask.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_two_tokens", "test_no_mask")
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is None:
        keep = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
    scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, weights
