"""Positions start at 1.

Your first row is the encoding of position 1: its hands have already turned. Positions are counted from 0, where all
sines are 0 and all cosines are 1.
"""

# exercise: sinusoidal_pe
FAILS = ("test_positions_start_at_zero", "test_values_whatever_the_layout")
HEADLINE = True
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even has to be sin or cos")
    angles = torch.arange(1, max_len + 1)[:, None] * angle_rates(d_model, base)
    waves = [torch.sin(angles), torch.cos(angles)]
    return torch.stack(waves if even == "sin" else waves[::-1], dim=-1).flatten(1)
