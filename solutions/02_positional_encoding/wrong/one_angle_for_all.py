"""All hands turn by the same angle.

Every block of your matrix is the same: a turn by delta radians. Only the fastest hand does that; hand i turns by
delta times its own rate.
"""

# exercise: relative_rotation
FAILS = ("test_own_rates", "test_steps_in_the_table")
import torch


def relative_rotation(delta, d_model, base=10000.0):
    theta = torch.full((d_model // 2,), float(delta))
    blocks = torch.stack([torch.cos(theta), torch.sin(theta), -torch.sin(theta), torch.cos(theta)], dim=-1)
    return torch.block_diag(*blocks.reshape(-1, 2, 2))
