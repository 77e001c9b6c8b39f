"""Padding closes queries as well as keys.

You close the keys of the padding, which is right, and also its rows. Only keys: a padding position may look where it
likes, nobody reads its answer.
"""

# exercise: padding_mask
FAILS = ("test_shape", "test_closes_keys_and_not_queries")
import torch


def padding_mask(lengths, max_len):
    real = torch.arange(max_len) < lengths[:, None]
    return real[:, None, :] & real[:, :, None]
