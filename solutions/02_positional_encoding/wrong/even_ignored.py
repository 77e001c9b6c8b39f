"""The parameter even is ignored.

Your table is the paper's, whatever is asked for. With even="cos" sine and cosine change places, and a value that is
neither "sin" nor "cos" is an error.
"""

# exercise: sinusoidal_pe
FAILS = ("test_the_lectures_order", "test_unknown_order")
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    angles = torch.arange(max_len)[:, None] * angle_rates(d_model, base)
    return torch.stack([torch.sin(angles), torch.cos(angles)], dim=-1).flatten(1)
