"""Both factors begin at zero.

With A = 0 and B = 0 the gradient of each one is multiplied by the other, which is 0: nothing ever moves. One of the two, A,
begins at random.
"""

# exercise: LoRALinear
FAILS = ("test_learns",)
import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.A = nn.Parameter(torch.zeros(rank, base.in_features))
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))
        self.scale = alpha / rank

    def forward(self, x):
        return self.base(x) + self.scale * (x @ self.A.T @ self.B.T)

    def merged(self):
        linear = nn.Linear(self.base.in_features, self.base.out_features, bias=self.base.bias is not None)
        with torch.no_grad():
            linear.weight.copy_(self.base.weight + self.scale * self.B @ self.A)
            if self.base.bias is not None:
                linear.bias.copy_(self.base.bias)
        return linear
