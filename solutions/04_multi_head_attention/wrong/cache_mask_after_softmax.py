"""The mask comes after the softmax.

Tokens that come later have already taken their share when you set their weights to zero, so what is left does not sum to 1, and each
token's output is too short. Mask the scores before the softmax.
"""

# exercise: attend_with_cache
FAILS = ("test_without_a_cache", "test_several_new_tokens", "test_token_by_token")
import math

import torch


def attend_with_cache(query, key, value, cache=None):
    if cache is not None:
        key = torch.cat([cache[0], key], dim=-2)
        value = torch.cat([cache[1], value], dim=-2)
    n_new, n_all = query.shape[-2], key.shape[-2]
    keep = torch.ones(n_new, n_all, dtype=torch.bool).tril(diagonal=n_all - n_new)
    weights = torch.softmax(query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1]), dim=-1)
    return weights * keep @ value, (key, value)
