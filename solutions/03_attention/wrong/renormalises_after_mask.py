"""Masked with 0 and brought back to 1, NaN where nothing is left.

You take the closed weights away and divide by what is left. That is a way, but where nothing is left you divide 0 by
0. Such a query should get zeros.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_a_query_that_sees_nothing",)
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    weights = torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1]), dim=-1)
    if keep is not None:
        weights = weights * keep
        weights = weights / weights.sum(dim=-1, keepdim=True)
    return weights @ v, weights
