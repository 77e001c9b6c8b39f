"""Dropout in evaluation.

Two calls in evaluation give two results: entries are dropped in evaluation, too. The function F.dropout believes
that it is in training unless it is told otherwise; a module knows by itself.
"""

# exercise: PositionalEncoding
FAILS = ("test_no_dropout_in_evaluation",)
import torch.nn.functional as F
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.register_buffer("pe", pe)
        self.p = dropout
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, offset=0):
        if offset + x.shape[1] > self.pe.shape[-2]:
            raise ValueError("the table is too short")
        return F.dropout(x + self.pe[offset : offset + x.shape[1]], self.p)
