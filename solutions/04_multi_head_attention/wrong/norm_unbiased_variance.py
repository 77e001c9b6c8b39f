"""Variance divided by d − 1.

`torch.var` and `torch.std` estimate the variance of a population from a sample: they divide by d − 1 unless they
are told otherwise. Layer norm measures the d numbers it has: divide by d.
"""

# exercise: LayerNorm
FAILS = ("test_variance",)
import torch


class LayerNorm(LayerNorm):
    def forward(self, x):
        return (x - x.mean(-1, keepdim=True)) / torch.sqrt(x.var(-1, keepdim=True) + self.eps) * self.weight + self.bias
