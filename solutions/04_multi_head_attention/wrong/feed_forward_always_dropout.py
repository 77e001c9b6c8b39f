"""Dropout inside.

Your network drops numbers, and does so even in evaluation mode. In this exercise dropout is the block's task, not
the network's.
"""

# exercise: FeedForward
FAILS = ("test_agrees_with_torch", "test_nothing_random")
from torch.nn import functional as F


class FeedForward(FeedForward):
    def forward(self, x):
        return self.linear2(F.dropout(F.gelu(self.linear1(x)), 0.1))
