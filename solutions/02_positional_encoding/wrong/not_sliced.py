"""The whole table is added.

The table has max_len rows and the sentence T tokens. You add all rows at once: that fails, or, for a single token,
quietly makes max_len tokens of it. Take only the rows that are needed.
"""

# exercise: add_positional
FAILS = ("test_shape", "test_offset", "test_agrees_with_an_embedding")
import torch


def add_positional(x, pe, offset=0):
    if offset + x.shape[1] > pe.shape[0]:
        raise ValueError("the table is too short")
    return x + pe
