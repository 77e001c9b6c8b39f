"""The exponent is -i / d_model, the 2 is missing.

Your slowest hand is about a hundred times too fast. i counts hands, and there are only d_model / 2 of them, so
without the factor 2 the exponent ends half-way.
"""

# exercise: angle_rates
FAILS = ("test_worked_example", "test_rates_of_a_wider_encoding")
HEADLINE = True
import torch


def angle_rates(d_model, base=10000.0):
    if d_model % 2:
        raise ValueError("d_model has to be even")
    return base ** (-torch.arange(d_model // 2) / d_model)
