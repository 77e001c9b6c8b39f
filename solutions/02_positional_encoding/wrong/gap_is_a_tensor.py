"""The gap is a tensor.

A tensor of one number prints like a number and is none: it keeps its history, and `:.1e` fails for some. `.item()` makes a
float of it.
"""

# exercise: permutation_demo
FAILS = ("test_gap_is_a_float",)
import torch


def permutation_demo(attention, x, order):
    first, after = attention(x[order]), attention(x)[order]
    return first, after, (first - after).abs().max()
