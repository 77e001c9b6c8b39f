"""The mask is ignored.

Your result is the same with a mask and without. Where do you use `keep`?
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_a_closed_key_changes_nothing", "test_a_query_that_sees_nothing")
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, weights
