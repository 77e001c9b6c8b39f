"""A query that may look nowhere looks everywhere.

With a very small number in place of -inf, a row that is closed everywhere has equal scores, and softmax makes them
equal weights: the query sees all that it must not see. It should get zeros.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_a_query_that_sees_nothing",)
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -1e9)
    weights = torch.softmax(scores, dim=-1)
    return weights @ v, weights
