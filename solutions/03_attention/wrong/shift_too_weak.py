"""Right direction, too little strength.

With one-hot vectors as they are, the right key leads by 1 over the root of the width. Softmax makes little of that:
how large must the lead be for 99 %?
"""

# exercise: shift_head
FAILS = ("test_strength", "test_other_lengths")
HEADLINE = True
import torch


def shift_head(length, by=1):
    names = torch.eye(length)
    return names[(torch.arange(length) - by).clamp(min=0)], names
