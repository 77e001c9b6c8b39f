"""The pairs are not put back side by side.

You turned the right pairs and then joined all first members and all second ones. The numbers are right and stand in
the wrong columns: even at position 0, where nothing turns, x has changed.
"""

# exercise: apply_rope
FAILS = ("test_neighbours_are_pairs", "test_agrees_with_complex_numbers")
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = torch.arange(offset, offset + length)[:, None] * angle_rates(d_head, base)
    cosines, sines = torch.cos(angles), torch.sin(angles)
    first, second = x[..., 0::2], x[..., 1::2]
    return torch.cat([first * cosines - second * sines, first * sines + second * cosines], dim=-1)
