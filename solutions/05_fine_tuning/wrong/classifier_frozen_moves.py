"""The frozen encoder moves.

You keep the flag, but the encoder's parameters still require gradients, so every step changes them.
encoder.requires_grad_(False) freezes them all.
"""

# exercise: Classifier
FAILS = ("test_frozen_encoder_stays", "test_frozen")
from torch import nn


class Classifier(nn.Module):
    def __init__(self, encoder, d_model, n_classes, pool, frozen=False, dropout=0.1):
        super().__init__()
        self.encoder = encoder
        self.pool = pool
        self.frozen = frozen
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(d_model, n_classes)
        if frozen:
            pass

    def forward(self, ids, keep):
        if self.frozen:
            self.encoder.eval()
        return self.head(self.dropout(self.pool(self.encoder(ids, keep), keep)))
