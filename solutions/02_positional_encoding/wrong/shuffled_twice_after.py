"""Shuffled before attention in both ways.

Both of your results come from the shuffled words, so they agree for every attention function, even for one that
does see order. In the second way the words go in as they are.
"""

# exercise: permutation_demo
FAILS = ("test_shuffled_after", "test_other_functions")
HEADLINE = True
import torch


def permutation_demo(attention, x, order):
    first, after = attention(x[order]), attention(x[order])
    return first, after, (first - after).abs().max().item()
