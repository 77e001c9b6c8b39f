"""Put beside the token instead of added to it.

Concatenating keeps word and place apart, and doubles the width of everything that follows. BERT and the paper add.
"""

# exercise: add_positional
FAILS = ("test_shape", "test_agrees_with_an_embedding")
import torch


def add_positional(x, pe, offset=0):
    if offset + x.shape[1] > pe.shape[0]:
        raise ValueError("the table is too short")
    rows = pe[offset : offset + x.shape[1]].expand(x.shape[0], -1, -1)
    return torch.cat([x, rows], dim=-1)
