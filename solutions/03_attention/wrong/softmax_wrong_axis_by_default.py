"""Softmax down the columns.

When no dimension is named, yours sums to 1 down the columns. In a table of scores that is the axis of the queries;
every *row*, the last dimension, should sum to 1.
"""

# exercise: softmax
FAILS = ("test_rows_sum_to_one",)
import torch


def softmax(scores, dim=None):
    dim = max(scores.ndim - 2, 0) if dim is None else dim
    return torch.softmax(scores, dim)
