"""NaN where a query may look nowhere.

Where all is closed nothing is left to share out: the softmax of nothing but -inf is 0/0, and so is dividing by the sum of
weights that were all set to 0. That is not a number, and it spreads to everything that is computed from it. Such a query
should get zero weights and a zero output.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_a_query_that_sees_nothing",)
HEADLINE = True
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.softmax(scores, dim=-1)
    return weights @ v, weights
