"""The scores are returned, not the weights.

The output is right, but beside it you give back the scores. The second result is what mixed the values: the weights
after the softmax.
"""

# exercise: scaled_dot_product_attention
FAILS = (
    "test_each_query_spends_all_of_its_attention",
    "test_weights_are_those_that_mixed",
    "test_a_query_that_sees_nothing",
)
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, scores
