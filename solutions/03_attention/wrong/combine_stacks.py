"""The masks are stacked.

`torch.stack` wants equal shapes. A padding mask (B, 1, T) and a causal one (T, T) only have to broadcast: `&` does
that.
"""

# exercise: combine_masks
FAILS = ("test_padding_and_causal",)
import torch


def combine_masks(*masks):
    masks = [mask for mask in masks if mask is not None]
    return torch.stack(masks).all(0) if masks else None
