"""A closed place gets −1000 in place of −∞.

Where all open scores lie below −1000, the closed places are the best ones, and a token gathers what comes later. −∞ is below every score.
"""

# exercise: attend_with_cache
FAILS = ("test_large_scores",)
import math

import torch


def attend_with_cache(query, key, value, cache=None):
    if cache is not None:
        key = torch.cat([cache[0], key], dim=-2)
        value = torch.cat([cache[1], value], dim=-2)
    n_new, n_all = query.shape[-2], key.shape[-2]
    keep = torch.ones(n_new, n_all, dtype=torch.bool).tril(diagonal=n_all - n_new)
    scores = (query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])).masked_fill(~keep, -1000.0)
    return torch.softmax(scores, dim=-1) @ value, (key, value)
