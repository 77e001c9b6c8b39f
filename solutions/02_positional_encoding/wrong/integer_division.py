"""Integer division in the exponent.

All your rates are 1: the exponent 2i / d_model was cut to a whole number, which is 0 for every hand. Which of
Python's two divisions do you use?
"""

# exercise: angle_rates
FAILS = ("test_worked_example", "test_rates_of_a_wider_encoding")
import torch


def angle_rates(d_model, base=10000.0):
    if d_model % 2:
        raise ValueError("d_model has to be even")
    return base ** (-(torch.arange(0, d_model, 2) // d_model).float())
