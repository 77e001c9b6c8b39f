"""The result holds numbers.

Multiplying is a way to say *and*, but your result is a float tensor. A mask should be of dtype torch.bool.
"""

# exercise: combine_masks
FAILS = ("test_boolean",)


def combine_masks(*masks):
    combined = None
    for mask in masks:
        if mask is not None:
            combined = mask.float() if combined is None else combined * mask.float()
    return combined
