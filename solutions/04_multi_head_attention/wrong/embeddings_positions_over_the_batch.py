"""Positions count the sentences.

Your positions run along the batch: all tokens of a sentence share one position, and a sentence's vectors depend on
its place in the batch. Which axis of the ids counts tokens?
"""

# exercise: BertEmbeddings
FAILS = (
    "test_agrees_without_segments",
    "test_positions_start_at_zero",
    "test_agrees_with_a_published_model",
    "test_places_in_the_batch",
)
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        positions = torch.arange(ids.shape[0], device=ids.device)[:, None]
        if segments is None:
            segments = torch.zeros_like(ids)
        total = self.token(ids) + self.position(positions) + self.segment(segments)
        return self.dropout(self.norm(total))
