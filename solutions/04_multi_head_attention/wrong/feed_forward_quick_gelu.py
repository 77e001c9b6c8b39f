"""A quicker GELU.

x · sigmoid(1.702 x) is another approximation of GELU, which some models use. BERT uses the exact one.
"""

# exercise: FeedForward
FAILS = ("test_agrees_with_torch",)
import torch


class FeedForward(FeedForward):
    def forward(self, x):
        x = self.linear1(x)
        return self.linear2(x * torch.sigmoid(1.702 * x))
