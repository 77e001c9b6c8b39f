"""Angles of one layout, pairs of the other.

Your pairs are neighbours, but your cosines and sines stand as ω₀ ω₁ … ω₀ ω₁ …, which belongs to pairs of
column i and i + d/2. Each of the two is found in programs; together they are no rotation, and lengths change. For
neighbours each angle comes twice in a row: `repeat_interleave`, not `repeat`.
"""

# exercise: apply_rope
FAILS = ("test_lengths_are_kept", "test_agrees_with_complex_numbers")
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = (torch.arange(offset, offset + length)[:, None] * angle_rates(d_head, base)).repeat(1, 2)
    turned = torch.stack([-x[..., 1::2], x[..., 0::2]], dim=-1).flatten(-2)
    return x * torch.cos(angles) + turned * torch.sin(angles)
