"""The table cannot learn.

No gradient reaches your table, so it stays as random as on the first day. Here learning is the point: it should be
a parameter like any other.
"""

# exercise: LearnedPositions
FAILS = ("test_gradient_reaches_the_rows_that_were_used",)
import torch
from torch import nn


class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.table = nn.Embedding(max_len, d_model)

    def forward(self, x, offset=0):
        end = offset + x.shape[1]
        if end > self.table.num_embeddings:
            raise ValueError("there are too few positions")
        return x + self.table(torch.arange(offset, end)).detach()
