"""The largest score of the whole tensor is subtracted.

You subtract one number from all rows. A row that lies far below it has only exponentials of 0, and ends as 0/0. Each
row needs its own largest score.
"""

# exercise: softmax
FAILS = ("test_rows_of_different_size",)
import torch


def softmax(scores, dim=-1):
    powers = torch.exp(scores - scores.max())
    return powers / powers.sum(dim=dim, keepdim=True)
