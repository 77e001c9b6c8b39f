"""The first layer is cut off from training.

What comes out of the GELU is detached (or made by NumPy, or of `.data`): linear2 learns, and neither linear1 nor anything below it does.
"""

# exercise: FeedForward
FAILS = ("test_gradients",)
EDGE = True
from torch.nn import functional as F


class FeedForward(FeedForward):
    def forward(self, x):
        return self.linear2(F.gelu(self.linear1(x)).detach())
