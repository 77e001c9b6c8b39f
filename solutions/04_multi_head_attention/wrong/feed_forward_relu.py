"""ReLU instead of GELU.

The paper of 2017 uses ReLU, BERT uses GELU. With BERT's weights the difference shows in every token.
"""

# exercise: FeedForward
HEADLINE = True
FAILS = ("test_agrees_with_torch",)
from torch.nn import functional as F


class FeedForward(FeedForward):
    def forward(self, x):
        return self.linear2(F.relu(self.linear1(x)))
