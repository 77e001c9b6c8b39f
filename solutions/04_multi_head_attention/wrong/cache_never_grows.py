"""The new tokens do not get into the cache.

Where there is a cache you return it as it came. The new keys and values belong behind the old ones: the next token asks them too.
"""

# exercise: attend_with_cache
FAILS = ("test_cache_grows", "test_token_by_token")
import math

import torch


def attend_with_cache(query, key, value, cache=None):
    past = cache
    if cache is not None:
        key = torch.cat([cache[0], key], dim=-2)
        value = torch.cat([cache[1], value], dim=-2)
    n_new, n_all = query.shape[-2], key.shape[-2]
    keep = torch.ones(n_new, n_all, dtype=torch.bool).tril(diagonal=n_all - n_new)
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    return torch.softmax(scores.masked_fill(~keep, -math.inf), dim=-1) @ value, past if past is not None else (
        key,
        value,
    )
