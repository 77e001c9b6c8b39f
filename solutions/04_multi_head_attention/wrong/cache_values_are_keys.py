"""Keys are gathered in place of values.

A token asks the keys, and gathers the *values* with the weights that come out. The two have one shape, so nothing complains.
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
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    return torch.softmax(scores.masked_fill(~keep, -math.inf), dim=-1) @ key, (key, value)
