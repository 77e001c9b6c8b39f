"""The angle is taken in degrees.

The rates are radians per position, and `torch.sin` takes radians. Turned into "radians" once more, all hands are 57 times
too slow.
"""

# exercise: sinusoidal_pe
FAILS = ("test_values_whatever_the_layout",)
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError('even is "sin" or "cos"')
    angles = torch.deg2rad(torch.arange(max_len)[:, None] * angle_rates(d_model, base))
    pairs = [torch.sin(angles), torch.cos(angles)]
    return torch.stack(pairs if even == "sin" else pairs[::-1], dim=-1).flatten(1).float()
