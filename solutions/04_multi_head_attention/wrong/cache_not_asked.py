"""The kept keys are never asked.

You put the new keys and values into the cache, but the new tokens ask each other only. The keys that they ask are those of the
cache, the new ones behind them.
"""

# exercise: attend_with_cache
FAILS = ("test_one_new_token", "test_several_new_tokens", "test_token_by_token")
import math

import torch


def attend_with_cache(query, key, value, cache=None):
    n = query.shape[-2]
    keep = torch.ones(n, n, dtype=torch.bool).tril()
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    output = torch.softmax(scores.masked_fill(~keep, -math.inf), dim=-1) @ value
    if cache is not None:
        key = torch.cat([cache[0], key], dim=-2)
        value = torch.cat([cache[1], value], dim=-2)
    return output, (key, value)
