"""The hands get faster, not slower.

Your rates grow up to several thousand radians a position. The exponent has a minus sign: each next hand should be
slower than the one before.
"""

# exercise: angle_rates
FAILS = ("test_worked_example", "test_rates_of_a_wider_encoding")
import torch


def angle_rates(d_model, base=10000.0):
    if d_model % 2:
        raise ValueError("d_model has to be even")
    return base ** (torch.arange(0, d_model, 2) / d_model)
