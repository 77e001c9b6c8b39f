"""The wrapped layer learns too.

The base's weights still ask for gradients, so everything moves and nothing is saved. Freeze them: requires_grad_(False).
"""

# exercise: LoRALinear
FAILS = ("test_what_learns", "test_learns")
import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        self.A = nn.Parameter(torch.randn(rank, base.in_features) / base.in_features**0.5)
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
