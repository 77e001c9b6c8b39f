"""No norm.

The sum comes out as it is. BERT normalizes it before the first block.
"""

# exercise: BertEmbeddings
FAILS = ("test_agrees_without_segments", "test_agrees_with_a_published_model")
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        positions = torch.arange(ids.shape[1], device=ids.device)
        if segments is None:
            segments = torch.zeros_like(ids)
        total = self.token(ids) + self.position(positions) + self.segment(segments)
        return self.dropout(total)
