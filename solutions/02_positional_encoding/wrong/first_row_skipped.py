"""Row 0 is skipped.

Your first token gets row 1. Some models do reserve the first rows for padding (RoBERTa begins with row 2); BERT,
and this exercise, begin with row 0.
"""

# exercise: LearnedPositions
FAILS = ("test_sum", "test_where_the_table_ends")
import torch
from torch import nn


class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.table = nn.Embedding(max_len, d_model)

    def forward(self, x, offset=0):
        end = offset + x.shape[1]
        if end + 1 > self.table.num_embeddings:
            raise ValueError("there are too few positions")
        return x + self.table(torch.arange(offset + 1, end + 1))
