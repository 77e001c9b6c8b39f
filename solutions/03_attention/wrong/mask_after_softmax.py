"""The mask comes after the softmax.

You share out 100 % among all keys and then take away what may not be seen, so the rest of the row sums to less than
1. Close the places *before* the softmax; the open ones then share everything.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_a_closed_key_changes_nothing",)
HEADLINE = True
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    weights = torch.softmax(scores, dim=-1)
    if keep is not None:
        weights = weights * keep
    return weights @ v, weights
