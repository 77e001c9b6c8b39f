"""Without segment ids, nothing is added.

When no segment ids are given you leave that part out. BERT adds segment 0's vector then, and its other weights were
trained with it.
"""

# exercise: BertEmbeddings
FAILS = ("test_agrees_without_segments", "test_no_segments_is_segment_zero")
HEADLINE = True
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        positions = torch.arange(ids.shape[1], device=ids.device)
        if segments is None:
            return self.dropout(self.norm(self.token(ids) + self.position(positions)))
        total = self.token(ids) + self.position(positions) + self.segment(segments)
        return self.dropout(self.norm(total))
