"""No dropout.

Nothing is dropped in training mode. The probability that the constructor gets should be used after the norm.
"""

# exercise: BertEmbeddings
FAILS = ("test_dropout_in_training",)
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        positions = torch.arange(ids.shape[1], device=ids.device)
        if segments is None:
            segments = torch.zeros_like(ids)
        total = self.token(ids) + self.position(positions) + self.segment(segments)
        return self.norm(total)
