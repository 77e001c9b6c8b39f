"""As wide as the longest sentence.

You take the width from the longest sentence of the batch. The batch may be padded further: `max_len` says how far.
"""

# exercise: padding_mask
FAILS = ("test_wider_than_the_longest",)
import torch


def padding_mask(lengths, max_len):
    return (torch.arange(int(lengths.max())) < lengths[:, None])[:, None, :]
