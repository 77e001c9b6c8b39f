"""Past the end the table starts again.

With `% max_len` the token behind the last row is told that it stands at position 0, as the first word does. No error
is seen, and the model reads nonsense: raise a ValueError.
"""

# exercise: add_positional
FAILS = ("test_table_too_short",)
import torch


def add_positional(x, pe, offset=0):
    return x + pe[torch.arange(offset, offset + x.shape[1]) % pe.shape[0]]
