"""The merged layer shares its bias with this one.

Its weight is new. Its bias is the very tensor of the base: who trains the merged layer on, or writes into it, changes this layer too. Copy
the base (`copy.deepcopy`), or clone both.
"""

# exercise: LoRALinear
FAILS = ("test_merged_is_new",)
EDGE = True
import torch
from torch import nn


class LoRALinear(LoRALinear):
    def merged(self):
        linear = nn.Linear(self.base.in_features, self.base.out_features, bias=self.base.bias is not None)
        linear.weight = nn.Parameter((self.base.weight + self.scale * self.B @ self.A).detach())
        linear.bias = self.base.bias
        return linear
