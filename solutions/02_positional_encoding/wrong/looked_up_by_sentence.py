"""Looked up by sentence.

All tokens of a sentence get the same row, and each sentence of the batch another one. The rows belong to positions,
which run along the axis of the tokens.
"""

# exercise: LearnedPositions
FAILS = ("test_sum", "test_each_sentence_gets_the_same")
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
        return x + self.table(torch.arange(offset, offset + x.shape[0]))[:, None]
