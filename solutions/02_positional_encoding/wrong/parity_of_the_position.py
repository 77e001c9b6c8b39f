"""Even positions sine, odd positions cosine.

"Even" and "odd" speak of the *columns*, the indices of the vector. Each position has both, a sine and a cosine of
each hand.
"""

# exercise: sinusoidal_pe
FAILS = ("test_positions_start_at_zero", "test_partners_stand_side_by_side", "test_values_whatever_the_layout")
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError('even is "sin" or "cos"')
    angles = torch.arange(max_len)[:, None] * angle_rates(d_model, base).repeat_interleave(2)
    pe = torch.zeros(max_len, d_model)
    first, second = (torch.sin, torch.cos) if even == "sin" else (torch.cos, torch.sin)
    pe[0::2], pe[1::2] = first(angles[0::2]), second(angles[1::2])
    return pe
