"""Positions start at one.

Your first token gets row 1 of the position table, so every token has its neighbour's position, and a sentence of
the full length runs off the table. The first token's position is 0.
"""

# exercise: BertEmbeddings
FAILS = ("test_agrees_without_segments", "test_positions_start_at_zero", "test_agrees_with_a_published_model")
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        positions = torch.arange(1, ids.shape[1] + 1, device=ids.device).clamp_max(self.position.num_embeddings - 1)
        if segments is None:
            segments = torch.zeros_like(ids)
        total = self.token(ids) + self.position(positions) + self.segment(segments)
        return self.dropout(self.norm(total))
