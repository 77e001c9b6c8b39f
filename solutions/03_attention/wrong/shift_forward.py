"""Looks ahead.

Your words look at the one *after* them. Which name does query i carry: that of i - by, or of i + by? (Or are q and k
exchanged?)
"""

# exercise: shift_head
FAILS = ("test_previous_word", "test_further_back", "test_first_words")
import torch


def shift_head(length, by=1):
    wanted = (torch.arange(length) + by).clamp(max=length - 1)
    return 20.0 * length**0.5 * torch.eye(length)[wanted], torch.eye(length)
