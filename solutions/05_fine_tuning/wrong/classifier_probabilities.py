"""Softmax in the model.

Your model returns probabilities. Cross-entropy does a softmax of its own; after two of them the differences are tiny,
and so are the gradients. Return the scores.
"""

# exercise: Classifier
FAILS = ("test_scores", "test_logits")
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
        return self.head(self.dropout(self.pool(self.encoder(ids, keep), keep))).softmax(dim=-1)
