"""The table is a plain attribute.

Your table is not in state_dict(), and .to(...) or .half() leave it behind: on a GPU the sum would fail. PyTorch has
to be told that this tensor belongs to the module.
"""

# exercise: PositionalEncoding
FAILS = ("test_table_is_saved", "test_table_moves_with_the_module", "test_loaded_table_is_used")
HEADLINE = True
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.pe = pe
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        if offset + x.shape[1] > self.pe.shape[-2]:
            raise ValueError("the table is too short")
        return self.dropout(x + self.pe[offset : offset + x.shape[1]])
