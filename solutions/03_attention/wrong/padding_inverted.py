"""True where the padding is.

Your mask opens the padding and closes the words. Here True means *may look*; only nn.MultiheadAttention's
key_padding_mask means the opposite.
"""

# exercise: padding_mask
FAILS = ("test_two_of_four", "test_ragged")
import torch


def padding_mask(lengths, max_len):
    return (torch.arange(max_len) >= lengths[:, None])[:, None, :]
