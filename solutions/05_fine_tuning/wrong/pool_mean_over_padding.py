"""Padding takes part in the mean.

You average over all places. A short text in a long batch is then mostly padding, and its vector depends on its
neighbours in the batch.
"""

# exercise: pooling
FAILS = ("test_mean_of_real_tokens", "test_alone", "test_anything_at_padding")
HEADLINE = True


def mean_pool(hidden, keep):
    return hidden.mean(dim=1)
