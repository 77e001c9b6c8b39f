"""The token is lost.

You return the rows of the table alone. They should be added to the tokens, or the model knows where something
stands and no longer what.
"""

# exercise: LearnedPositions
FAILS = ("test_sum",)
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
        return self.table(torch.arange(offset, end)).expand(x.shape[0], -1, -1)
