"""Tokens multiplied by √d_model.

The transformer of 2017 multiplies its token embeddings by √d_model (§3.4). BERT does not.
"""

# exercise: BertEmbeddings
FAILS = ("test_agrees_without_segments", "test_agrees_with_a_published_model")
import math

import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        positions = torch.arange(ids.shape[1], device=ids.device)
        if segments is None:
            segments = torch.zeros_like(ids)
        total = (
            self.token(ids) * math.sqrt(self.token.embedding_dim) + self.position(positions) + self.segment(segments)
        )
        return self.dropout(self.norm(total))
