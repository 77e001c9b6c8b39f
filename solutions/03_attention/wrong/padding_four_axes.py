"""One dimension too many.

The shape (B, 1, 1, max_len) is for scores that have a dimension of heads. Ours are (B, T_q, T_k), so your mask
makes a fourth dimension out of them.
"""

# exercise: padding_mask
FAILS = ("test_shape",)
import torch


def padding_mask(lengths, max_len):
    return (torch.arange(max_len) < lengths[:, None])[:, None, None, :]
