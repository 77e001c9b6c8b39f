"""Positions count words only.

You number the tokens that are not padding, as RoBERTa does. BERT's positions are 0, 1, 2, … whatever the ids are.
"""

# exercise: BertEmbeddings
FAILS = ("test_agrees_without_segments", "test_agrees_with_a_published_model")
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        if segments is None:
            segments = torch.zeros_like(ids)
        real = (ids != 0).long()
        positions = (real.cumsum(1) - 1).clamp(min=0) * real
        return self.dropout(self.norm(self.token(ids) + self.position(positions) + self.segment(segments)))
