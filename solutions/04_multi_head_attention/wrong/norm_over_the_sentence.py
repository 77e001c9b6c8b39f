"""Normalized over the whole sentence.

Mean and variance are taken over tokens *and* features. Then a token's vector depends on its neighbours, and on
padding. Each token is normalized alone: over the last axis only.
"""

# exercise: LayerNorm
FAILS = ("test_mean", "test_each_token_alone")
import torch


class LayerNorm(LayerNorm):
    def forward(self, x):
        axes = tuple(range(min(1, x.ndim - 1), x.ndim))
        centred = x - x.mean(axes, keepdim=True)
        return centred / torch.sqrt(centred.pow(2).mean(axes, keepdim=True) + self.eps) * self.weight + self.bias
