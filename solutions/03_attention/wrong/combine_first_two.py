"""Only two masks are looked at.

From the third mask on, yours are ignored. Go through all of them.
"""

# exercise: combine_masks
FAILS = ("test_many_masks",)


def combine_masks(*masks):
    masks = [mask for mask in masks if mask is not None]
    if len(masks) < 2:
        return masks[0].clone() if masks else None
    return masks[0] & masks[1]
