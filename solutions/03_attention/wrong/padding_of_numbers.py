"""Ones and zeros in place of True and False.

Your mask holds numbers. `~` and `&` do something else with numbers than with booleans, so a mask should be of dtype
torch.bool.
"""

# exercise: padding_mask
FAILS = ("test_boolean",)
import torch


def padding_mask(lengths, max_len):
    return (torch.arange(max_len) < lengths[:, None])[:, None, :].float()
