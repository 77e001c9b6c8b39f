"""Dropout on the tokens, before the sum.

A token that was dropped still carries its position then. In the paper (§5.4) dropout falls on the *sum*: add first,
drop afterwards.
"""

# exercise: PositionalEncoding
FAILS = ("test_dropout_falls_on_the_sum",)
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("pe", pe.clone())
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        return add_positional(self.dropout(x), self.pe, offset)
