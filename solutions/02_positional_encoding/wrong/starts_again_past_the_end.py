"""Starts again from row 0 past the end.

Past the end of your table the rows begin anew, so token max_len looks as if it came first. The docstring asks for
an error.
"""

# exercise: LearnedPositions
FAILS = ("test_past_the_end", "test_where_the_table_ends")
HEADLINE = True
import torch
from torch import nn


class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.table = nn.Embedding(max_len, d_model)

    def forward(self, x, offset=0):
        end = offset + x.shape[1]
        return x + self.table(torch.arange(offset, end) % self.table.num_embeddings)
