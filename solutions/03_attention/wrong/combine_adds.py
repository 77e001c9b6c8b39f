"""The masks are added.

True + False is 1, and counts as open. Which operator gives True only where both are?
"""

# exercise: combine_masks
FAILS = ("test_two_masks", "test_what_one_mask_closes")


def combine_masks(*masks):
    masks = [mask for mask in masks if mask is not None]
    return sum(masks[1:], masks[0].clone()).bool() if masks else None
