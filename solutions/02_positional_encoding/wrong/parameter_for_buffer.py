"""A Parameter where a buffer is meant.

Your table is in parameters(), so the optimizer will change it, and after training it is no longer made of sines. It
should be saved and moved with the module and yet stay as it is: which of PyTorch's three places is that?
"""

# exercise: PositionalEncoding
FAILS = ("test_nothing_to_learn", "test_training_leaves_the_table_alone")
HEADLINE = True
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.pe = nn.Parameter(pe)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        if offset + x.shape[1] > self.pe.shape[-2]:
            raise ValueError("the table is too short")
        return self.dropout(x + self.pe[offset : offset + x.shape[1]])
