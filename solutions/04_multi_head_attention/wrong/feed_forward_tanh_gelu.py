"""The tanh approximation of GELU.

Your output is right to about three digits. GPT-2 uses the approximation with tanh; BERT uses the exact GELU,
x·Φ(x). After six blocks three digits are not enough.
"""

# exercise: FeedForward
FAILS = ("test_exact_gelu",)
from torch.nn import functional as F


class FeedForward(FeedForward):
    def forward(self, x):
        return self.linear2(F.gelu(self.linear1(x), approximate="tanh"))
