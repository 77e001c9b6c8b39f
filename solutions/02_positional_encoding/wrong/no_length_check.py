"""No check of the length.

Past its end a slice is silently shorter. With two rows missing the sum fails with a puzzling message; with a single
row left, broadcasting gives that row to all tokens, and nobody notices. Check first.
"""

# exercise: add_positional
FAILS = ("test_table_too_short",)
HEADLINE = True
import torch


def add_positional(x, pe, offset=0):
    return x + pe[offset : offset + x.shape[1]]
