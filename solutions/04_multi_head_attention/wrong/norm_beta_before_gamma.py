"""β is added before γ multiplies.

You shift first and stretch afterwards, so γ stretches β as well. The order is: normalize, times γ, plus β.
"""

# exercise: LayerNorm
FAILS = ("test_stretch_and_shift",)
import torch


class LayerNorm(LayerNorm):
    def forward(self, x):
        centred = x - x.mean(-1, keepdim=True)
        return (centred / torch.sqrt(centred.pow(2).mean(-1, keepdim=True) + self.eps) + self.bias) * self.weight
