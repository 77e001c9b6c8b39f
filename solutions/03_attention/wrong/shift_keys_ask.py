"""Queries and keys are exchanged.

Return q first and k second. Exchanged, each word looks *forward*, and the first word gets all who have nobody
behind them.
"""

# exercise: shift_head
FAILS = ("test_previous_word", "test_further_back", "test_first_words")
import math

import torch


def shift_head(length, by=1):
    wanted = (torch.arange(length) - by).clamp(min=0)
    return torch.eye(length), 20.0 * math.sqrt(length) * torch.eye(length)[wanted]
