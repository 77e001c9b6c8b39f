"""A batch of one loses its dimension.

`squeeze` takes away every dimension of size 1, the batch's too if there is one sentence in it. The shape is always (B, 1, max_len): index
with None where you want a new dimension.
"""

# exercise: padding_mask
FAILS = ("test_shape",)
import torch


def padding_mask(lengths, max_len):
    return (torch.arange(max_len) < lengths[:, None]).squeeze().unsqueeze(-2)
