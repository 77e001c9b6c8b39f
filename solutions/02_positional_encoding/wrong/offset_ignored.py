"""The offset is ignored.

Your first token always gets row 0. When a model writes text token by token, the new one stands at position
`offset`.
"""

# exercise: add_positional
FAILS = ("test_offset",)
import torch


def add_positional(x, pe, offset=0):
    if offset + x.shape[1] > pe.shape[0]:
        raise ValueError("the table is too short")
    return x + pe[: x.shape[1]]
