"""The buffer is not persistent.

Your table moves with the module and is not saved with it. A table that can be calculated again need not be saved;
this one was handed in from outside, and nobody could restore it.
"""

# exercise: PositionalEncoding
FAILS = ("test_table_is_saved", "test_loaded_table_is_used")
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("pe", pe, persistent=False)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        if offset + x.shape[1] > self.pe.shape[-2]:
            raise ValueError("the table is too short")
        return self.dropout(x + self.pe[offset : offset + x.shape[1]])
