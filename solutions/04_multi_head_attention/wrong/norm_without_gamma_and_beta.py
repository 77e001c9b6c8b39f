"""γ and β are never used.

The norm itself is right, but weight and bias take no part in it. At first they are 1 and 0, so it does not show;
with trained weights it does.
"""

# exercise: LayerNorm
FAILS = ("test_stretch_and_shift",)
import torch


class LayerNorm(LayerNorm):
    def forward(self, x):
        centred = x - x.mean(-1, keepdim=True)
        return centred / torch.sqrt(centred.pow(2).mean(-1, keepdim=True) + self.eps)
