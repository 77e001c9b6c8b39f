"""Dimensions of size 1 are squeezed out.

`squeeze` also removes a batch of one and a single query. The shapes should be those of the docstring, whatever the
sizes.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_batch_of_one",)
EDGE = True
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return (weights @ v).squeeze(), weights.squeeze()
