"""The last rows of the position table.

A short sentence gets the positions at the *end* of the table. The first token's position is always 0.
"""

# exercise: BertEmbeddings
FAILS = ("test_agrees_without_segments", "test_positions_start_at_zero", "test_agrees_with_a_published_model")
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        if segments is None:
            segments = torch.zeros_like(ids)
        positions = self.position.weight[-ids.shape[1] :]
        return self.dropout(self.norm(self.token(ids) + positions + self.segment(segments)))
