"""The last head comes first.

The parts are joined in the wrong order, so W_O meets each head with the rows that belong to another one. Head 0's
features come first.
"""

# exercise: merge_heads
FAILS = ("test_worked_example", "test_agrees_with_cat")
import torch


def merge_heads(x):
    return torch.cat([x[:, h] for h in reversed(range(x.shape[1]))], dim=-1)
