"""Open where one of the masks is open.

With *or*, or a sum, the causal mask re-opens the padding, and the padding mask the future. A place is open only if every
mask leaves it open.
"""

# exercise: combine_masks
FAILS = ("test_two_masks", "test_what_one_mask_closes")
HEADLINE = True


def combine_masks(*masks):
    combined = None
    for mask in masks:
        if mask is not None:
            combined = mask.clone() if combined is None else combined | mask
    return combined
