"""The residual is inside.

You add x to the result. The way around the network belongs to the encoder block; added in both places it counts
twice.
"""

# exercise: FeedForward
FAILS = ("test_agrees_with_torch",)
from torch.nn import functional as F


class FeedForward(FeedForward):
    def forward(self, x):
        return x + self.linear2(F.gelu(self.linear1(x)))
