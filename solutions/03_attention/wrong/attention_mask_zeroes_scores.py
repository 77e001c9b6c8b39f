"""Closed scores become 0.

A score of 0 is not *nothing*: e to the 0 is 1. A closed key still gets its share. Which score has the exponential 0?
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_a_closed_key_changes_nothing", "test_a_query_that_sees_nothing")
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores * keep
    weights = torch.softmax(scores, dim=-1)
    return weights @ v, weights
