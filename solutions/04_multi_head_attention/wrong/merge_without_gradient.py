"""The joined heads are cut off from training.

A new tensor that is filled from NumPy, `.data` or a detached tensor has no way back for the gradient. `transpose` and `reshape` keep it.
"""

# exercise: merge_heads
FAILS = ("test_gradients",)
EDGE = True
import torch


def merge_heads(x):
    return torch.cat(x.detach().unbind(dim=1), dim=-1)
