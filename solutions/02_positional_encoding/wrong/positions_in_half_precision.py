"""Positions are counted in half precision.

float16 has eleven binary digits: behind 2048 it knows only every second whole number, and 2049 becomes 2048. Count in float32
(or in whole numbers), and turn the finished table if you must.
"""

# exercise: sinusoidal_pe
FAILS = ("test_a_long_table",)
EDGE = True
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even has to be sin or cos")
    angles = torch.arange(max_len).half().float()[:, None] * angle_rates(d_model, base)
    waves = [torch.sin(angles), torch.cos(angles)]
    return torch.stack(waves if even == "sin" else waves[::-1], dim=-1).flatten(1)
