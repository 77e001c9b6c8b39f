"""The offset moves only the start of the slice.

With an offset your slice begins later and still ends at row T, so it has too few rows, or none. Where does it have
to end?
"""

# exercise: add_positional
FAILS = ("test_offset",)
import torch


def add_positional(x, pe, offset=0):
    if offset + x.shape[1] > pe.shape[0]:
        raise ValueError("the table is too short")
    return x + pe[offset : x.shape[1]]
