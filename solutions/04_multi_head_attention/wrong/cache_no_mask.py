"""New tokens see later new tokens.

One new token may ask everything. Where several come at once, a prompt, each may ask those before it and itself only.
"""

# exercise: attend_with_cache
FAILS = ("test_without_a_cache", "test_several_new_tokens", "test_token_by_token")
import math

import torch


def attend_with_cache(query, key, value, cache=None):
    if cache is not None:
        key = torch.cat([cache[0], key], dim=-2)
        value = torch.cat([cache[1], value], dim=-2)
    weights = torch.softmax(query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1]), dim=-1)
    return weights @ value, (key, value)
