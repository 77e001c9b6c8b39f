"""The mean is not taken away (RMS norm).

You divide by the size of the vector but do not centre it first. That is RMS norm (Zhang and Sennrich 2019), which
many newer models use. BERT's layer norm subtracts the mean.
"""

# exercise: LayerNorm
FAILS = ("test_mean",)
import torch


class LayerNorm(LayerNorm):
    def forward(self, x):
        return x / torch.sqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight + self.bias
