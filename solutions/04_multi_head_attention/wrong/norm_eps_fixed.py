"""ε is always the same.

The ε that is handed to the constructor has no effect: 10⁻⁵ stands in your formula. BERT's is 10⁻¹².
"""

# exercise: LayerNorm
FAILS = ("test_epsilon_under_the_root",)
import torch


class LayerNorm(LayerNorm):
    def forward(self, x):
        centred = x - x.mean(-1, keepdim=True)
        return centred / torch.sqrt(centred.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight + self.bias
