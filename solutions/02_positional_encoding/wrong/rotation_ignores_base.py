"""The parameter base is not passed on.

Your matrix fits tables of base 10000 only. Where do the rates get their base from?
"""

# exercise: relative_rotation
FAILS = ("test_another_base",)
import torch


def relative_rotation(delta, d_model, base=10000.0):
    theta = delta * angle_rates(d_model)
    blocks = torch.stack([torch.cos(theta), torch.sin(theta), -torch.sin(theta), torch.cos(theta)], dim=-1)
    return torch.block_diag(*blocks.reshape(-1, 2, 2))
