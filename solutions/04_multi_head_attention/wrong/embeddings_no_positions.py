"""Positions are left out.

Without a position embedding, attention cannot tell *dog bites man* from *man bites dog* (assignment 2). The table
is there; it is never looked up.
"""

# exercise: BertEmbeddings
FAILS = (
    "test_agrees_without_segments",
    "test_positions_start_at_zero",
    "test_agrees_with_a_published_model",
    "test_gradients",
)
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        if segments is None:
            segments = torch.zeros_like(ids)
        total = self.token(ids) + self.segment(segments)
        return self.dropout(self.norm(total))
