"""Mean and variance are cut off from training.

Computed under `no_grad`, mean and deviation count as constants. They depend on x, and the gradient of layer norm
has to know it.
"""

# exercise: LayerNorm
FAILS = ("test_gradients",)
import torch


class LayerNorm(LayerNorm):
    def forward(self, x):
        with torch.no_grad():
            mean = x.mean(-1, keepdim=True)
            deviation = torch.sqrt((x - mean).pow(2).mean(-1, keepdim=True) + self.eps)
        return (x - mean) / deviation * self.weight + self.bias
