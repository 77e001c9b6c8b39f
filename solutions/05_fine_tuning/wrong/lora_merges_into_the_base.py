"""merged() changes the layer itself.

The update is added to the weight of the base that you wrap, so from then on forward adds it twice, and a second merge three times.
Add it to a copy (copy.deepcopy).
"""

# exercise: LoRALinear
FAILS = ("test_merged",)
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
        return self.base(x) + self.scale * (x @ self.A.T @ self.B.T)

    def merged(self):
        linear = self.base
        with torch.no_grad():
            linear.weight += self.scale * self.B @ self.A
        return linear
