"""Softmax over the query axis.

Your percentages sum to 1 down each column, so every *key* shares itself out among the queries. It is the query that
asks: its percentages over all keys should sum to 1. Look at which axis your softmax runs along.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_each_query_spends_all_of_its_attention", "test_two_tokens", "test_neighbours_of_an_empty_row")
HEADLINE = True
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-2))
    return weights @ v, weights
