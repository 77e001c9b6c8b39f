"""Turned clockwise.

Your vectors turn the other way: (1, 0) goes to (cos p, -sin p). Queries and keys would still fit each other, but
not anybody else's weights. Look at the minus sign.
"""

# exercise: apply_rope
FAILS = ("test_direction", "test_agrees_with_complex_numbers")
HEADLINE = True
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = torch.arange(offset, offset + length)[:, None] * angle_rates(d_head, base)
    cosines, sines = torch.cos(angles), torch.sin(angles)
    first, second = x[..., 0::2], x[..., 1::2]
    return torch.stack([first * cosines + second * sines, second * cosines - first * sines], dim=-1).flatten(-2)
