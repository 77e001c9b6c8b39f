"""Column i is paired with column i + d/2.

This is Hugging Face's layout for LLaMA, and it is a good RoPE: scores depend on the distance alone. But it rotates
other pairs than the paper does, and weights made for one do not fit the other. Here neighbours are pairs.
"""

# exercise: apply_rope
FAILS = ("test_neighbours_are_pairs", "test_agrees_with_complex_numbers")
HEADLINE = True
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = torch.arange(offset, offset + length)[:, None] * angle_rates(d_head, base)
    cosines, sines = torch.cos(angles), torch.sin(angles)
    first, second = x[..., : d_head // 2], x[..., d_head // 2 :]
    return torch.cat([first * cosines - second * sines, first * sines + second * cosines], dim=-1)
