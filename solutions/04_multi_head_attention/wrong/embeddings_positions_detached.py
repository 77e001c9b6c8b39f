"""Positions that cannot learn.

`.data` gives the numbers of a table without its history, so training never changes it. Look positions up with
self.position(…).
"""

# exercise: BertEmbeddings
FAILS = ("test_gradients",)
EDGE = True
import torch


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        if segments is None:
            segments = torch.zeros_like(ids)
        positions = self.position.weight.data[: ids.shape[1]]
        return self.dropout(self.norm(self.token(ids) + positions + self.segment(segments)))
