"""The sum has lost its dimension.

A sum without `keepdim=True` is one dimension shorter. Broadcasting then lines it up with the wrong one: it fails,
or in a square table divides each row by another row's sum.
"""

# exercise: softmax
FAILS = ("test_rows_sum_to_one", "test_dim")
import torch


def softmax(scores, dim=-1):
    powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim)
