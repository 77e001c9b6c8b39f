"""Batch norm.

You normalize each feature over the batch. That is batch norm: a sentence's result then depends on which other
sentences happen to be beside it. Layer norm takes mean and variance over the features of one token.
"""

# exercise: LayerNorm
HEADLINE = True
FAILS = ("test_mean", "test_each_token_alone")
import torch


class LayerNorm(LayerNorm):
    def forward(self, x):
        centred = x - x.mean(0, keepdim=True)
        return centred / torch.sqrt(centred.pow(2).mean(0, keepdim=True) + self.eps) * self.weight + self.bias
