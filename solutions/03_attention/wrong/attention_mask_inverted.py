"""The mask is read the wrong way round.

You let each query look exactly where it may not. Here True means *may attend*, as in PyTorch's function of the same
name (nn.MultiheadAttention's key_padding_mask means the opposite).
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_a_closed_key_changes_nothing", "test_a_query_that_sees_nothing", "test_no_mask")
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, weights
