"""The module changes its input.

`x += …` writes into the caller's batch. Whoever needs the embeddings once more finds the sum there; write
`x = x + …`.
"""

# exercise: PositionalEncoding
FAILS = ("test_input_is_left_alone",)
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("pe", pe.clone())
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        if offset + x.shape[1] > self.pe.shape[0]:
            raise ValueError("the table is too short")
        x += self.pe[offset : offset + x.shape[1]]
        return self.dropout(x)
