"""Segments are ignored.

The segment ids come in and are never looked up: sentences A and B get the same vectors. BERT adds *three*
embeddings.
"""

# exercise: BertEmbeddings
FAILS = ("test_segments", "test_agrees_with_a_published_model")
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        positions = torch.arange(ids.shape[1], device=ids.device)
        if segments is None:
            segments = torch.zeros_like(ids)
        total = self.token(ids) + self.position(positions) + self.segment(torch.zeros_like(ids))
        return self.dropout(self.norm(total))
