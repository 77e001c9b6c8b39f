"""`by` has no effect.

Your words look at the one before them, whatever `by` says.
"""

# exercise: shift_head
FAILS = ("test_copy", "test_further_back")
import torch


def shift_head(length, by=1):
    names = torch.eye(length)
    return 20.0 * length**0.5 * names[(torch.arange(length) - 1).clamp(min=0)], names
