"""Variance as mean of squares minus squared mean.

On paper E[x²] − E[x]² is the variance. In float32, far from zero, it is the difference of two huge numbers that
agree in nearly all their digits: what is left is noise, even a negative one. Take the mean away first, then square.
"""

# exercise: LayerNorm
FAILS = ("test_far_from_zero",)
import torch


class LayerNorm(LayerNorm):
    def forward(self, x):
        mean = x.mean(-1, keepdim=True)
        variance = (x.pow(2).mean(-1, keepdim=True) - mean.pow(2)).clamp_min(0)
        return (x - mean) / torch.sqrt(variance + self.eps) * self.weight + self.bias
