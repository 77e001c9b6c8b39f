"""All pairs turn at one rate.

Each pair of your vectors turns by p radians, so after about six positions everything is nearly back where it was.
Pair i turns by p times rate i.
"""

# exercise: apply_rope
FAILS = ("test_own_rates", "test_agrees_with_complex_numbers")
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = torch.arange(offset, offset + length)[:, None] * torch.ones(d_head // 2)
    cosines, sines = torch.cos(angles), torch.sin(angles)
    first, second = x[..., 0::2], x[..., 1::2]
    return torch.stack([first * cosines - second * sines, first * sines + second * cosines], dim=-1).flatten(-2)
