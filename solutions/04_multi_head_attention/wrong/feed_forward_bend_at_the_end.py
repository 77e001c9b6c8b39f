"""GELU behind the second layer.

You bend the output, so it can never be far below zero. GELU stands *between* the two layers.
"""

# exercise: FeedForward
FAILS = ("test_agrees_with_torch", "test_outputs_may_be_negative")
from torch.nn import functional as F


class FeedForward(FeedForward):
    def forward(self, x):
        return F.gelu(self.linear2(self.linear1(x)))
