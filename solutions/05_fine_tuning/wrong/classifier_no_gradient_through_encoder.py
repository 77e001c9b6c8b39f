"""No gradient through the encoder.

You run the encoder under no_grad in any case. That saves time where it is frozen; where it is not, nothing of it can
learn.
"""

# exercise: Classifier
FAILS = ("test_everything_moves",)
import torch
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
            encoder.requires_grad_(False)

    def forward(self, ids, keep):
        if self.frozen:
            self.encoder.eval()
        with torch.no_grad():
            hidden = self.encoder(ids, keep)
        return self.head(self.dropout(self.pool(hidden, keep)))
