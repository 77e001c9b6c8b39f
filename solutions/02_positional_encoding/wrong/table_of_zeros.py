"""The table starts with zeros.

All positions look alike at first. The docstring asks for random rows, as `nn.Embedding` makes them.
"""

# exercise: LearnedPositions
FAILS = ("test_random_at_first",)
import torch
from torch import nn


class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.table = nn.Parameter(torch.zeros(max_len, d_model))

    def forward(self, x, offset=0):
        return add_positional(x, self.table, offset)
