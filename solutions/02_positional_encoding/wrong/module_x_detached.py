"""Not only the table, the tokens are cut off from training, too.

The table is a constant, and a buffer needs no `no_grad` for that. Under `no_grad`, or with `x.detach()`, no gradient reaches the
embeddings below.
"""

# exercise: PositionalEncoding
FAILS = ("test_gradients_reach_x",)
EDGE = True
import torch
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("pe", pe)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        end = offset + x.shape[1]
        if end > len(self.pe):
            raise ValueError("the table ends")
        with torch.no_grad():
            x = x + self.pe[offset:end]
        return self.dropout(x)
