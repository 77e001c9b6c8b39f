"""x is changed in place.

The sum is right, but it was written into x itself. Whoever called you still needs the embeddings as they were; make
a new tensor.
"""

# exercise: add_positional
FAILS = ("test_inputs_are_left_alone",)
import torch


def add_positional(x, pe, offset=0):
    if offset + x.shape[1] > pe.shape[0]:
        raise ValueError("the table is too short")
    x += pe[offset : offset + x.shape[1]]
    return x
