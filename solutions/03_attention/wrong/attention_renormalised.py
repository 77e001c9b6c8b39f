"""Closed places take part in the softmax.

You share out 100 % among all keys, set the weights of the closed ones to zero and divide by what is left. Where a closed key has by far
the highest score nothing is left: the others' weights were rounded to 0 before. Close places before the softmax.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_large_scores",)
EDGE = True
import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    weights = torch.softmax(q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5, dim=-1)
    if keep is not None:
        weights = weights * keep
        weights = weights / weights.sum(dim=-1, keepdim=True).clamp(min=torch.finfo(weights.dtype).tiny)
    return weights @ v, weights
