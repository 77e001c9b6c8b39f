"""x is changed in place.

The rotation is right, but it was written into x. Whoever rotates the same query once more, for another position,
turns it twice; make a new tensor.
"""

# exercise: apply_rope
FAILS = ("test_input_is_left_alone",)
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = torch.arange(offset, offset + length)[:, None] * angle_rates(d_head, base)
    cosines, sines = torch.cos(angles), torch.sin(angles)
    first, second = x[..., 0::2].clone(), x[..., 1::2].clone()
    x[..., 0::2] = first * cosines - second * sines
    x[..., 1::2] = first * sines + second * cosines
    return x
