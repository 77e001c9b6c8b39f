"""Compared with rows that were not shuffled.

Your second result still has its rows in the original order, so row 0 of one belongs to another word than row 0 of
the other. Bring the results into the same order before you compare them.
"""

# exercise: permutation_demo
FAILS = ("test_shuffled_after", "test_other_functions")
import torch


def permutation_demo(attention, x, order):
    first, after = attention(x[order]), attention(x)
    return first, after, (first - after).abs().max().item()
