"""The first mask is overwritten.

`&=` writes into the first mask, and whoever uses it next gets yours. Make a new tensor.
"""

# exercise: combine_masks
FAILS = ("test_inputs_are_left_alone",)
import torch


def combine_masks(*masks):
    masks = sorted((mask for mask in masks if mask is not None), key=lambda mask: -mask.numel())
    if not masks:
        return None
    combined = masks[0]
    for mask in masks[1:]:
        if torch.broadcast_shapes(combined.shape, mask.shape) == combined.shape:
            combined &= mask
        else:
            combined = combined & mask
    return combined.clone()
