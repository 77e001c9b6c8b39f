"""One rate for each column.

You return d_model rates. A hand has two coordinates, sine and cosine, which fill two columns: how many hands fit
into d_model columns?
"""

# exercise: angle_rates
FAILS = ("test_one_rate_a_pair", "test_rates_of_a_wider_encoding")
HEADLINE = True
import torch


def angle_rates(d_model, base=10000.0):
    if d_model % 2:
        raise ValueError("d_model has to be even")
    return base ** (-2 * torch.arange(d_model) / d_model)
