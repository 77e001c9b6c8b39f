"""The last row is refused.

You raise an error although the table has exactly enough rows. If offset + T equals max_len, the last token needs
row max_len - 1, which exists.
"""

# exercise: add_positional
FAILS = ("test_last_row_can_be_read",)
import torch


def add_positional(x, pe, offset=0):
    if offset + x.shape[1] >= pe.shape[0]:
        raise ValueError("the table is too short")
    return x + pe[offset : offset + x.shape[1]]
