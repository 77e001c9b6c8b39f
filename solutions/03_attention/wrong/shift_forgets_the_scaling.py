"""The strength forgets the scaling.

A strength of 15 would do, were it not divided by the root of the width. In short sentences you do not notice; with 50
words only 15/7 is left.
"""

# exercise: shift_head
FAILS = ("test_strength", "test_other_lengths")
HEADLINE = True
import torch


def shift_head(length, by=1):
    names = torch.eye(length)
    return 15.0 * names[(torch.arange(length) - by).clamp(min=0)], names
