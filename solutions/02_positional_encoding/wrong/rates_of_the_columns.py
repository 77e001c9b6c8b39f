"""The rates are counted by columns.

Block i has the rate with the number i, not 2i: `angle_rates` has already left one rate for each pair.
"""

# exercise: relative_rotation
FAILS = ("test_own_rates", "test_steps_in_the_table")
import torch


def relative_rotation(delta, d_model, base=10000.0):
    rates = torch.pow(base, -2 * torch.arange(d_model) / d_model)
    R = torch.zeros(d_model, d_model)
    for i in range(0, d_model, 2):
        angle = delta * rates[i]
        R[i, i] = R[i + 1, i + 1] = torch.cos(angle)
        R[i, i + 1], R[i + 1, i] = torch.sin(angle), -torch.sin(angle)
    return R
