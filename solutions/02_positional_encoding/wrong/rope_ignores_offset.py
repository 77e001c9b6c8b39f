"""The offset is ignored.

Your first token always stands at position 0, so a query moved on by ten positions gets the same angle.
"""

# exercise: apply_rope
FAILS = ("test_offset",)
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = torch.arange(length)[:, None] * angle_rates(d_head, base)
    cosines, sines = torch.cos(angles), torch.sin(angles)
    first, second = x[..., 0::2], x[..., 1::2]
    return torch.stack([first * cosines - second * sines, first * sines + second * cosines], dim=-1).flatten(-2)
