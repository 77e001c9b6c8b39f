"""A norm for each of the three.

Each of the three tables' vectors is normalized on its own. The lecture's picture shows a plain sum: add first, then
normalize once.
"""

# exercise: BertEmbeddings
FAILS = ("test_agrees_without_segments", "test_agrees_with_a_published_model")
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        positions = torch.arange(ids.shape[1], device=ids.device)
        if segments is None:
            segments = torch.zeros_like(ids)
        total = self.norm(self.token(ids)) + self.norm(self.position(positions)) + self.norm(self.segment(segments))
        return self.dropout(total / 3)
