"""Added instead of rotated.

You add sines and cosines to the queries, as in `add_positional`. RoPE adds nothing: it turns what is there, and a
vector keeps its length.
"""

# exercise: apply_rope
FAILS = ("test_position_zero_stays", "test_lengths_are_kept", "test_agrees_with_complex_numbers")
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = torch.arange(offset, offset + length)[:, None] * angle_rates(d_head, base)
    return x + torch.stack([torch.sin(angles), torch.cos(angles)], dim=-1).flatten(-2)
