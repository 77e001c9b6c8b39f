"""Divided by the width of the batch.

You leave padding out of the sum but divide by all places, so a short text gets a short vector. Divide by the number
of real tokens.
"""

# exercise: pooling
FAILS = ("test_mean_of_real_tokens", "test_alone")


def mean_pool(hidden, keep):
    total = hidden.masked_fill(~keep[..., None], 0.0).sum(dim=1)
    return total / hidden.shape[1]
