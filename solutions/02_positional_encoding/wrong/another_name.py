"""The buffer has another name.

The docstring calls it "pe". A name in `state_dict()` is part of a module's promise: a saved model is loaded by its
names.
"""

# exercise: PositionalEncoding
FAILS = ("test_table_is_saved", "test_loaded_table_is_used")
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("table", pe.clone())
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        return self.dropout(add_positional(x, self.table, offset))
