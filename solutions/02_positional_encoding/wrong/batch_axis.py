"""Indexed by the batch axis.

All tokens of your first sentence get row 0, all tokens of the second get row 1: your positions count the sentences.
Which axis of x, (B, T, d_model), counts the tokens?
"""

# exercise: add_positional
FAILS = ("test_positions_run_along_the_tokens", "test_agrees_with_an_embedding")
HEADLINE = True
import torch


def add_positional(x, pe, offset=0):
    if offset + x.shape[1] > pe.shape[0]:
        raise ValueError("the table is too short")
    return x + pe[offset : offset + x.shape[0], None]
