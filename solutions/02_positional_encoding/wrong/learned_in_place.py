"""The module changes its input.

`x += …` writes into the caller's batch. Whoever needs the embeddings once more finds the sum there; write
`x = x + …`.
"""

# exercise: LearnedPositions
FAILS = ("test_input_is_left_alone",)
import torch
from torch import nn


class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.table = nn.Embedding(max_len, d_model)

    def forward(self, x, offset=0):
        if offset + x.shape[1] > self.table.num_embeddings:
            raise ValueError("no such position")
        x += self.table(torch.arange(offset, offset + x.shape[1]))
        return x
