"""Multiplied instead of added.

Where the encoding is 0 your token is wiped out. Position and meaning are added: a zero embedding plus the encoding
is the encoding.
"""

# exercise: add_positional
FAILS = ("test_sum", "test_agrees_with_an_embedding")
import torch


def add_positional(x, pe, offset=0):
    if offset + x.shape[1] > pe.shape[0]:
        raise ValueError("the table is too short")
    return x * pe[offset : offset + x.shape[1]]
