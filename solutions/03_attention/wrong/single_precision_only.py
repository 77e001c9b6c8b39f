"""Everything becomes float32.

Whoever computes in double precision gets single precision back. Let the result have the dtype of the inputs.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_precision",)
EDGE = True
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    dtype = q.dtype
    q, k, v = q.float(), k.float(), v.float()
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return (weights @ v).to(dtype), weights.to(dtype)
