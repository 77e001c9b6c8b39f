"""Padding closes queries in place of keys.

You close the *rows* of the padding, (B, max_len, 1). Then real words still look at padding. It is the keys, the last
dimension, that must be closed.
"""

# exercise: padding_mask
FAILS = ("test_shape", "test_closes_keys_and_not_queries")
HEADLINE = True
import torch


def padding_mask(lengths, max_len):
    return (torch.arange(max_len) < lengths[:, None])[:, :, None]
