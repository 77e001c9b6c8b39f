"""The last row is used again past the end.

All tokens past the end of your table get its last row, so they look as if they stood in one place. The docstring
asks for an error.
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
        positions = torch.arange(offset, end).clamp(max=self.table.num_embeddings - 1)
        return x + self.table(positions)
