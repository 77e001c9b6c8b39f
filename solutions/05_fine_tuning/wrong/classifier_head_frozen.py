"""The head is frozen too.

You freeze all parameters of the model, the head among them. Then nothing is left to learn. Freeze the encoder's only.
"""

# exercise: Classifier
FAILS = ("test_frozen",)
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
            self.requires_grad_(False)

    def forward(self, ids, keep):
        if self.frozen:
            self.encoder.eval()
        return self.head(self.dropout(self.pool(self.encoder(ids, keep), keep)))
