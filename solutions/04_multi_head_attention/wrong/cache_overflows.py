"""Large scores overflow.

e to the score, over the sum of those: from a score of about 89 on that is infinity over infinity, NaN. `torch.softmax` takes the largest
score away first, as your softmax of assignment 3 does.
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
    powers = torch.exp(query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])) * keep
    return powers / powers.sum(dim=-1, keepdim=True) @ value, (key, value)
