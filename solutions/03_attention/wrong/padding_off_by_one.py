"""One place too many is open.

A sentence of 2 words has words at the positions 0 and 1. Is position 2 smaller than its length?
"""

# exercise: padding_mask
FAILS = ("test_two_of_four", "test_ragged")
import torch


def padding_mask(lengths, max_len):
    return (torch.arange(max_len) <= lengths[:, None])[:, None, :]
