"""The table always has BERT's 512 rows.

max_len does not arrive in the table: a position past max_len has a row all the same.
"""

# exercise: LearnedPositions
FAILS = ("test_one_learned_table",)
import torch
from torch import nn


class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.table = nn.Embedding(512, d_model)

    def forward(self, x, offset=0):
        if offset + x.shape[1] > self.table.num_embeddings:
            raise ValueError("no such position")
        return x + self.table(torch.arange(offset, offset + x.shape[1]))
