"""No dropout at all.

Your module keeps the parameter dropout and does not use it: in training every entry survives.
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
        return x + self.pe[offset : offset + x.shape[1]]
