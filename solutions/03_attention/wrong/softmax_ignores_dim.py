"""The argument `dim` has no effect.

Whatever `dim` says, you work along the last dimension. Use `dim` where you take the maximum and where you take the
sum.
"""

# exercise: softmax
FAILS = ("test_dim",)
import torch


def softmax(scores, dim=-1):
    powers = torch.exp(scores - scores.amax(dim=-1, keepdim=True))
    return powers / powers.sum(dim=-1, keepdim=True)
