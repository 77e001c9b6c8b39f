"""Shuffled the results by the inverse order.

Going in, place k receives word order[k]. Coming out, you send row k to place order[k]: that is the way back. Both
ways have to use the permutation in the same direction.
"""

# exercise: permutation_demo
FAILS = ("test_shuffled_after", "test_other_functions")
import torch


def permutation_demo(attention, x, order):
    first, after = attention(x[order]), attention(x)[torch.argsort(order)]
    return first, after, (first - after).abs().max().item()
