"""Unstable softmax.

e to the 93 does not fit into a float32: infinity over infinity is NaN. Subtract the largest score of the row first;
only differences matter, so the weights stay the same.
"""

# exercise: softmax
FAILS = ("test_fluffy_and_blue", "test_large_scores")
HEADLINE = True
import torch


def softmax(scores, dim=-1):
    powers = torch.exp(scores)
    return powers / powers.sum(dim=dim, keepdim=True)
