"""Infinitely strong.

Infinity times the zeros of a one-hot vector is NaN. A strength of some dozens is enough; work it out.
"""

# exercise: shift_head
FAILS = ("test_form",)
import math

import torch


def shift_head(length, by=1):
    names = torch.eye(length)
    return math.inf * names[(torch.arange(length) - by).clamp(min=0)], names
