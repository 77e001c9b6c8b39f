"""The module ignores the offset.

`forward` takes an offset and always begins with row 0 of the table.
"""

# exercise: PositionalEncoding
FAILS = ("test_offset",)
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("pe", pe)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        if offset + x.shape[1] > self.pe.shape[-2]:
            raise ValueError("the table is too short")
        return self.dropout(x + self.pe[: x.shape[1]])
