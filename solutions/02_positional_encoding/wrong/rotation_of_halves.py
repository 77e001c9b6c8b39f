"""Built for the layout of halves.

Your matrix joins column i with column i + d/2, as if all the sines came first. In the paper's layout the partners
are neighbours, so the blocks lie along the diagonal.
"""

# exercise: relative_rotation
FAILS = ("test_blocks_along_the_diagonal", "test_steps_in_the_table")
import torch


def relative_rotation(delta, d_model, base=10000.0):
    theta = delta * angle_rates(d_model, base)
    cosines, sines = torch.diag(torch.cos(theta)), torch.diag(torch.sin(theta))
    return torch.cat([torch.cat([cosines, sines], dim=1), torch.cat([-sines, cosines], dim=1)], dim=0)
