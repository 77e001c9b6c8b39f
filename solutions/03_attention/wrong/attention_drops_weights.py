"""Some weights are dropped at random.

Dropout on the weights belongs to training, and is no part of the formula. `dropout(…)` from torch.nn.functional
also drops when nobody trains.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_each_query_spends_all_of_its_attention", "test_two_tokens")
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nn.functional.dropout(torch.nan_to_num(torch.softmax(scores, dim=-1)), 0.1)
    return weights @ v, weights
