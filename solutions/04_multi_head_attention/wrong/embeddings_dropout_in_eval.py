"""Dropout in evaluation mode.

Numbers are dropped even after eval(). `F.dropout(x, p)` does not know the mode unless you tell it; `nn.Dropout` as
a sub-module does.
"""

# exercise: BertEmbeddings
FAILS = ("test_no_dropout_in_evaluation",)
import torch
from torch.nn import functional as F


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        positions = torch.arange(ids.shape[1], device=ids.device)
        if segments is None:
            segments = torch.zeros_like(ids)
        total = self.token(ids) + self.position(positions) + self.segment(segments)
        return F.dropout(self.norm(total), self.dropout.p)
