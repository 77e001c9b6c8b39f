"""A begins with zeros, and B is random.

With A = 0 too the layer begins as the one that it wraps, and both factors can learn. But the paper, and whoever loads your A and B, expects
the random matrix next to the input and the zeros behind it. The docstring says which is which.
"""

# exercise: LoRALinear
FAILS = ("test_what_learns",)
import copy

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.A = nn.Parameter(torch.zeros(rank, base.in_features))
        self.B = nn.Parameter(torch.randn(base.out_features, rank) / rank**0.5)
        self.scale = alpha / rank

    def forward(self, x):
        return self.base(x) + self.scale * (x @ self.A.T @ self.B.T)

    def merged(self):
        linear = copy.deepcopy(self.base)
        linear.weight.data += self.scale * (self.B @ self.A).detach()
        return linear
