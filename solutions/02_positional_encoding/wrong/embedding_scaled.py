"""The tokens are multiplied by √d_model.

The paper does that too, in its embedding layer (§3.4), and many programs do it in the line where the encoding is
added. Here `x` has left that layer: add, and nothing else.
"""

# exercise: add_positional
FAILS = ("test_sum", "test_agrees_with_an_embedding")
import math


def add_positional(x, pe, offset=0):
    if offset + x.shape[1] > pe.shape[0]:
        raise ValueError("the table is too short")
    return x * math.sqrt(x.shape[-1]) + pe[offset : offset + x.shape[1]]
