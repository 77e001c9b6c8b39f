"""The probability of dropout is always 0.1.

The argument `dropout` does not arrive in `nn.Dropout`.
"""

# exercise: PositionalEncoding
FAILS = ("test_dropout_falls_on_the_sum",)
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("pe", pe.clone())
        self.dropout = nn.Dropout(0.1)

    def forward(self, x, offset=0):
        return self.dropout(add_positional(x, self.pe, offset))
