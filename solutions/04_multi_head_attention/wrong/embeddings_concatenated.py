"""Laid side by side instead of added.

The three vectors are joined to one of three times the width. BERT adds them, number by number, so that the width
stays d_model.
"""

# exercise: BertEmbeddings
FAILS = ("test_shape", "test_agrees_without_segments", "test_agrees_with_a_published_model")
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        if segments is None:
            segments = torch.zeros_like(ids)
        positions = torch.arange(ids.shape[1], device=ids.device).expand_as(ids)
        parts = [self.token(ids), self.position(positions), self.segment(segments)]
        return self.dropout(torch.cat([self.norm(part) for part in parts], dim=-1))
