"""10000 is written into the formula.

Your rates are right for the paper's base and never change. The function has a parameter for it.
"""

# exercise: angle_rates
FAILS = ("test_another_base",)
import math

import torch


def angle_rates(d_model, base=10000.0):
    if d_model % 2:
        raise ValueError("d_model has to be even")
    return torch.exp(-math.log(10000.0) * torch.arange(0, d_model, 2) / d_model)
