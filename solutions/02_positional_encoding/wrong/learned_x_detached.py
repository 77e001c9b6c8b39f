"""The tokens are cut off from training.

You add the rows to a detached x, or to x.data: the positions learn, and nothing below them does. Add them to x itself.
"""

# exercise: LearnedPositions
FAILS = ("test_gradients_reach_x",)
EDGE = True
import torch
from torch import nn


class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.table = nn.Embedding(max_len, d_model)

    def forward(self, x, offset=0):
        if offset + x.shape[1] > self.table.num_embeddings:
            raise ValueError("no such position")
        return x.data + self.table(torch.arange(offset, offset + x.shape[1]))
