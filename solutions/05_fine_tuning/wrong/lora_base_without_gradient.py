"""Nothing comes back through the frozen layer.

Under no_grad, or behind a detach, the base is frozen, but so is all that lies below it: no gradient reaches x by this way. To freeze
parameters, requires_grad_(False) is enough.
"""

# exercise: LoRALinear
FAILS = ("test_gradients_reach_x",)
EDGE = True
import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.A = nn.Parameter(torch.randn(rank, base.in_features) / base.in_features**0.5)
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))
        self.scale = alpha / rank

    def forward(self, x):
        with torch.no_grad():
            frozen = self.base(x)
        return frozen + self.scale * (x @ self.A.T @ self.B.T)

    def merged(self):
        linear = nn.Linear(self.base.in_features, self.base.out_features, bias=self.base.bias is not None)
        with torch.no_grad():
            linear.weight.copy_(self.base.weight + self.scale * self.B @ self.A)
            if self.base.bias is not None:
                linear.bias.copy_(self.base.bias)
        return linear
