"""delta multiplies the matrix, not the angle.

You turn by one step and multiply the result by delta, which makes the hands longer. Several steps are several
turns: it is the angle that grows.
"""

# exercise: relative_rotation
FAILS = ("test_no_step", "test_steps_back", "test_steps_add_up", "test_steps_in_the_table")
import torch


def relative_rotation(delta, d_model, base=10000.0):
    theta = angle_rates(d_model, base)
    blocks = torch.stack([torch.cos(theta), torch.sin(theta), -torch.sin(theta), torch.cos(theta)], dim=-1)
    return delta * torch.block_diag(*blocks.reshape(-1, 2, 2))
