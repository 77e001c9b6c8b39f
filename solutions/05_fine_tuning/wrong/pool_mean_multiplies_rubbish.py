"""Zero times infinity.

You multiply with the mask. Where padding holds infinity or NaN, 0 · ∞ is NaN, and it spreads into the sum.
masked_fill puts a clean 0 there.
"""

# exercise: pooling
FAILS = ("test_anything_at_padding",)


def mean_pool(hidden, keep):
    total = (hidden * keep[..., None]).sum(dim=1)
    return total / keep.sum(dim=1, keepdim=True).clamp(min=1)
