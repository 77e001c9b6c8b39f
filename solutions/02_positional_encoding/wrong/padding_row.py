"""Row 0 cannot learn.

`padding_idx=0` keeps the row of the *token* PAD at zero, and that makes sense for a table of tokens. In a table of
positions, row 0 is the first word.
"""

# exercise: LearnedPositions
FAILS = ("test_gradient_reaches_the_rows_that_were_used",)
import torch
from torch import nn


class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.table = nn.Embedding(max_len, d_model, padding_idx=0)

    def forward(self, x, offset=0):
        if offset + x.shape[1] > self.table.num_embeddings:
            raise ValueError("no such position")
        return x + self.table(torch.arange(offset, offset + x.shape[1]))
