"""Positions run along the heads.

In your code head 0 does not turn, head 1 turns by one step, and all tokens of a head turn alike. x is (B, H, T,
d_head): which axis holds the tokens?
"""

# exercise: apply_rope
FAILS = ("test_position_zero_stays", "test_agrees_with_complex_numbers")
import torch


def apply_rope(x, offset=0, base=10000.0):
    d_head = x.shape[-1]
    heads = x.shape[1]
    angles = (torch.arange(offset, offset + heads)[:, None] * angle_rates(d_head, base))[:, None]
    cosines, sines = torch.cos(angles), torch.sin(angles)
    first, second = x[..., 0::2], x[..., 1::2]
    return torch.stack([first * cosines - second * sines, first * sines + second * cosines], dim=-1).flatten(-2)
