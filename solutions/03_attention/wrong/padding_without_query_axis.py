"""The dimension for the queries is missing.

Your mask is (B, max_len). Beside scores of shape (B, T_q, T_k) it is taken for (T_q, T_k): sentence 0 becomes query
0. Put a dimension of size 1 in the middle.
"""

# exercise: padding_mask
FAILS = ("test_shape",)
import torch


def padding_mask(lengths, max_len):
    return torch.arange(max_len) < lengths[:, None]
