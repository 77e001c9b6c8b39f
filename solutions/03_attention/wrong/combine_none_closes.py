"""None is not dropped.

A mask that is None closes nothing. Yours makes the whole result None as soon as one of them is.
"""

# exercise: combine_masks
FAILS = ("test_none",)


def combine_masks(*masks):
    if any(mask is None for mask in masks) or not masks:
        return None
    combined = masks[0].clone()
    for mask in masks[1:]:
        combined = combined & mask
    return combined
