"""For the lecture's order the whole row is turned round.

Reversing all columns does put cosines into the even ones, but the slowest hand comes first then. Only the two partners
of each pair change places.
"""

# exercise: sinusoidal_pe
FAILS = ("test_the_lectures_order",)
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError('even is "sin" or "cos"')
    angles = torch.arange(max_len)[:, None] * angle_rates(d_model, base)
    pe = torch.stack([torch.sin(angles), torch.cos(angles)], dim=-1).flatten(1).float()
    return pe if even == "sin" else pe.flip(1)
