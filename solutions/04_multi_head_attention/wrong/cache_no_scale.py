"""The scores are not divided by √d_head.

With a cache or without one, it is the attention of the layer: scores are divided by the root of the width of a head.
"""

# exercise: attend_with_cache
FAILS = ("test_without_a_cache",)
import math

import torch


def attend_with_cache(query, key, value, cache=None):
    if cache is not None:
        key = torch.cat([cache[0], key], dim=-2)
        value = torch.cat([cache[1], value], dim=-2)
    n_new, n_all = query.shape[-2], key.shape[-2]
    keep = torch.ones(n_new, n_all, dtype=torch.bool).tril(diagonal=n_all - n_new)
    scores = query @ key.transpose(-2, -1)
    return torch.softmax(scores.masked_fill(~keep, -math.inf), dim=-1) @ value, (key, value)
