"""Only the tokens are normalized.

You normalize the token's vector and add position and segment afterwards. The norm belongs to the sum of all three.
"""

# exercise: BertEmbeddings
FAILS = ("test_agrees_without_segments", "test_agrees_with_a_published_model")
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        positions = torch.arange(ids.shape[1], device=ids.device)
        if segments is None:
            segments = torch.zeros_like(ids)
        total = self.norm(self.token(ids)) + self.position(positions) + self.segment(segments)
        return self.dropout(total)
