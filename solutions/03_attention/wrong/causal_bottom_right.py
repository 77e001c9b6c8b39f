"""Aligned at the bottom right.

With more keys than queries, you let the last query see the last key, as one does with a cache of earlier keys. Here
both count from 0: query i sees the keys up to i.
"""

# exercise: causal_mask
FAILS = ("test_top_left_corner",)
import torch


def causal_mask(t_q, t_k=None):
    t_k = t_q if t_k is None else t_k
    return torch.ones(t_q, t_k, dtype=torch.bool).tril(diagonal=t_k - t_q)
