"""The largest score is looked for along the wrong dimension.

You subtract the largest of each *row*, whatever `dim` is, and then sum along `dim`. Only a number that is the same
for all scores of one sum cancels.
"""

# exercise: softmax
FAILS = ("test_dim",)
import torch


def softmax(scores, dim=-1):
    powers = torch.exp(scores - scores.amax(dim=-1, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)
