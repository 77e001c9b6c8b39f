"""Frozen without being asked.

You freeze the encoder also where frozen is False, so full fine-tuning trains nothing but the head.
"""

# exercise: Classifier
FAILS = ("test_everything_moves",)
from torch import nn


class Classifier(nn.Module):
    def __init__(self, encoder, d_model, n_classes, pool, frozen=False, dropout=0.1):
        super().__init__()
        self.encoder = encoder
        self.pool = pool
        self.frozen = frozen
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(d_model, n_classes)
        if True:
            encoder.requires_grad_(False)

    def forward(self, ids, keep):
        if self.frozen:
            self.encoder.eval()
        return self.head(self.dropout(self.pool(self.encoder(ids, keep), keep)))
