"""The matrix is a NumPy array.

The numbers are right. But `R @ table.T` mixes an array with a tensor, and what that gives, or whether it is an error, depends on who
stands on the left. `torch.from_numpy` makes a tensor of it.
"""

# exercise: relative_rotation
FAILS = ("test_a_tensor",)
EDGE = True
import numpy as np


def relative_rotation(delta, d_model, base=10000.0):
    R = np.zeros((d_model, d_model))
    for i in range(0, d_model, 2):
        theta = delta * base ** (-i / d_model)
        R[i : i + 2, i : i + 2] = [[np.cos(theta), np.sin(theta)], [-np.sin(theta), np.cos(theta)]]
    return R
