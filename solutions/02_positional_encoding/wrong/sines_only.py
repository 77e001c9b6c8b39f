"""Only sines.

Both columns of a pair hold the same sine. A hand has two coordinates; from the height alone you cannot tell whether
it is on its way up or down.
"""

# exercise: sinusoidal_pe
FAILS = ("test_positions_start_at_zero", "test_partners_stand_side_by_side", "test_values_whatever_the_layout")
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even has to be sin or cos")
    angles = torch.arange(max_len)[:, None] * angle_rates(d_model, base)
    return torch.sin(angles).repeat_interleave(2, dim=1)
