"""Dropout in the frozen encoder.

model.train() switches dropout on everywhere, in the frozen encoder too, and the head learns from vectors with holes
that it will never see again. A frozen encoder stays in evaluation mode.
"""

# exercise: Classifier
FAILS = ("test_frozen_encoder_has_no_dropout", "test_frozen_encoder_is_in_evaluation")
HEADLINE = True
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
        return self.head(self.dropout(self.pool(self.encoder(ids, keep), keep)))
