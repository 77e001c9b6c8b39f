"""Turned the other way.

Your matrix leads from p to p - delta. It is the textbook's rotation, which is made for the pair (cosine, sine);
here the sine comes first. Try it on the pair (0, 1) and look at the sign of the result.
"""

# exercise: relative_rotation
FAILS = ("test_one_step_of_one_hand", "test_steps_in_the_table")
HEADLINE = True
import torch


def relative_rotation(delta, d_model, base=10000.0):
    theta = delta * angle_rates(d_model, base)
    blocks = torch.stack([torch.cos(theta), -torch.sin(theta), torch.sin(theta), torch.cos(theta)], dim=-1)
    return torch.block_diag(*blocks.reshape(-1, 2, 2))
