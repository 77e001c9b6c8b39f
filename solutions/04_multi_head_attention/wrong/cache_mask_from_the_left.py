"""The triangle begins at the left edge.

Your mask hides from a new token what is its past: the first row of `tril()` allows one key, the oldest. The new tokens stand behind
the past, so the triangle does too: `tril(diagonal=T_past)`.
"""

# exercise: attend_with_cache
FAILS = ("test_one_new_token", "test_several_new_tokens", "test_token_by_token")
HEADLINE = True
import math

import torch


def attend_with_cache(query, key, value, cache=None):
    if cache is not None:
        key = torch.cat([cache[0], key], dim=-2)
        value = torch.cat([cache[1], value], dim=-2)
    n_new, n_all = query.shape[-2], key.shape[-2]
    keep = torch.ones(n_new, n_all, dtype=torch.bool).tril()
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    return torch.softmax(scores.masked_fill(~keep, -math.inf), dim=-1) @ value, (key, value)
