"""Dropout before the norm.

The sum is dropped from, and then normalized. BERT normalizes first and drops after.
"""

# exercise: BertEmbeddings
FAILS = ("test_dropout_in_training",)
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        if segments is None:
            segments = torch.zeros_like(ids)
        positions = torch.arange(ids.shape[1], device=ids.device)
        total = self.token(ids) + self.position(positions) + self.segment(segments)
        return self.norm(self.dropout(total))
