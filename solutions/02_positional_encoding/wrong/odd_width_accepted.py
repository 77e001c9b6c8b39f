"""An odd width is accepted.

For d_model = 7 you return rates, but the last hand would have a single column for its two coordinates. The
docstring says what to do with an odd width.
"""

# exercise: angle_rates
FAILS = ("test_odd_width",)
import torch


def angle_rates(d_model, base=10000.0):
    return base ** (-torch.arange(0, d_model, 2) / d_model)
