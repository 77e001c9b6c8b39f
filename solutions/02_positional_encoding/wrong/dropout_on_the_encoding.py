"""Dropout on the encoding alone.

You drop entries of the encoding and then add the embedding, which stays whole. In the paper (§5.4) dropout falls on
the sum of the two.
"""

# exercise: PositionalEncoding
FAILS = ("test_dropout_falls_on_the_sum",)
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("pe", pe)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        if offset + x.shape[1] > self.pe.shape[-2]:
            raise ValueError("the table is too short")
        return x + self.dropout(self.pe[offset : offset + x.shape[1]])
