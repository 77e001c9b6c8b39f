"""A mean of nothing.

A row without a real token is divided by 0 and becomes NaN. Divide by at least 1.
"""

# exercise: pooling
FAILS = ("test_empty_row",)


def mean_pool(hidden, keep):
    total = hidden.masked_fill(~keep[..., None], 0.0).sum(dim=1)
    return total / keep.sum(dim=1, keepdim=True)
