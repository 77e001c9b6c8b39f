"""Without a mask, not None but True.

With no mask at all, your function gives True (a starting value, left over). By agreement, no mask is None.
"""

# exercise: combine_masks
FAILS = ("test_no_mask",)
import torch


def combine_masks(*masks):
    combined = torch.tensor(True)
    for mask in masks:
        if mask is not None:
            combined = combined & mask
    return combined
