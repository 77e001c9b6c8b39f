"""No dropout before the head.

Between pool and head there should be dropout with the given probability; your model ignores it.
"""

# exercise: Classifier
FAILS = ("test_dropout",)
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
        return self.head(self.pool(self.encoder(ids, keep), keep))
