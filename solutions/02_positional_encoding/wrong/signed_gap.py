"""The gap without absolute values.

You take the largest difference, but a difference of -9 is as far apart as one of +9. What has to come before the
maximum?
"""

# exercise: permutation_demo
FAILS = ("test_gap", "test_gap_of_other_vectors")
import torch


def permutation_demo(attention, x, order):
    first, after = attention(x[order]), attention(x)[order]
    return first, after, (first - after).max().item()
