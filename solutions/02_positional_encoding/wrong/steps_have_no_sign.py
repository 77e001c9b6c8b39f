"""A step back is taken for a step forward.

For delta = -5 you return the matrix of +5. A negative angle is nothing special for sine and cosine; leave the sign
alone.
"""

# exercise: relative_rotation
FAILS = ("test_steps_back",)
import torch


def relative_rotation(delta, d_model, base=10000.0):
    theta = abs(delta) * angle_rates(d_model, base)
    blocks = torch.stack([torch.cos(theta), torch.sin(theta), -torch.sin(theta), torch.cos(theta)], dim=-1)
    return torch.block_diag(*blocks.reshape(-1, 2, 2))
