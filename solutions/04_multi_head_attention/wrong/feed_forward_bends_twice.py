"""GELU behind both layers.

The GELU between the layers is right; the one at the end is too much. It cuts off everything that is far below zero,
and the residual needs both signs.
"""

# exercise: FeedForward
FAILS = ("test_agrees_with_torch", "test_outputs_may_be_negative")
from torch.nn import functional as F


class FeedForward(FeedForward):
    def forward(self, x):
        return F.gelu(self.linear2(F.gelu(self.linear1(x))))
