"""The second line uses the new first member.

You overwrite the first members of the pairs and then use them, already turned, for the second. Lengths change, so
it is not a rotation any more. Both lines need the old values.
"""

# exercise: apply_rope
FAILS = ("test_lengths_are_kept", "test_agrees_with_complex_numbers")
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = torch.arange(offset, offset + length)[:, None] * angle_rates(d_head, base)
    cosines, sines = torch.cos(angles), torch.sin(angles)
    first, second = x[..., 0::2], x[..., 1::2]
    first = first * cosines - second * sines
    second = first * sines + second * cosines
    return torch.stack([first, second], dim=-1).flatten(-2)
