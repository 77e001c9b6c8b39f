"""The padding is looked for in front.

You leave the *last* positions open. Here the words come first and the padding stands behind them.
"""

# exercise: padding_mask
FAILS = ("test_two_of_four", "test_ragged")
import torch


def padding_mask(lengths, max_len):
    positions = torch.arange(max_len)
    return (positions >= max_len - lengths[:, None])[:, None, :]
