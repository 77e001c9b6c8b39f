"""Shuffled the columns.

You rearrange the numbers inside each vector, not the words. The words are the rows of x: which index comes first?
"""

# exercise: permutation_demo
FAILS = ("test_shuffled_first", "test_shuffled_after", "test_other_functions")
import torch


def permutation_demo(attention, x, order):
    columns = order[order < x.shape[1]]
    first, after = attention(x[:, columns]), attention(x)[:, columns]
    return first, after, (first - after).abs().max().item()
