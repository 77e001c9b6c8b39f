"""The position as a fraction of the length.

Your angles are position / max_len times the rate, so a longer table has other rows. A step to the right should be
the same turn in every table.
"""

# exercise: sinusoidal_pe
FAILS = ("test_values_whatever_the_layout",)
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even has to be sin or cos")
    angles = torch.arange(max_len)[:, None] / max_len * angle_rates(d_model, base)
    waves = [torch.sin(angles), torch.cos(angles)]
    return torch.stack(waves if even == "sin" else waves[::-1], dim=-1).flatten(1)
