"""The inputs are overwritten.

After the call, the caller's queries are scaled: `/=` works in place. Divide into a new tensor.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_inputs_are_left_alone",)
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    q /= math.sqrt(q.shape[-1])
    scores = q @ k.transpose(-2, -1)
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, weights
