"""The offset is ignored.

`forward` takes an offset and always begins with row 0 of the table.
"""

# exercise: LearnedPositions
FAILS = ("test_offset",)
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
        return x + self.table(torch.arange(x.shape[1]))
