"""Dropout inside the layer.

nn.MultiheadAttention can drop weights in training. This layer has no dropout: the block around it has.
"""

# exercise: MultiHeadAttention
FAILS = ("test_nothing_random",)
from torch.nn import functional as F


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        output, weights = super().forward(query, key, value, keep)
        return F.dropout(output, 0.1, self.training), weights
