"""The encoder always in evaluation mode.

You put the encoder into evaluation mode also where it is fine-tuned, so it trains without its dropout.
"""

# exercise: Classifier
FAILS = ("test_encoder_trains",)
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
        if self.encoder is not None:
            self.encoder.eval()
        return self.head(self.dropout(self.pool(self.encoder(ids, keep), keep)))
