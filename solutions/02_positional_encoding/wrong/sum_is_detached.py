"""The sum is cut off from training.

With `.data` or `.detach()` the numbers are right and no gradient comes back: the embeddings below, and a learned table, would stay
as they are. Add the tensors themselves.
"""

# exercise: add_positional
FAILS = ("test_gradients_flow",)
import torch


def add_positional(x, pe, offset=0):
    if offset + x.shape[1] > pe.shape[0]:
        raise ValueError("the table is too short")
    return x.data + pe.data[offset : offset + x.shape[1]]
