"""Any word but "sin" is taken for "cos".

With `else` for all that is not "sin", a slip such as even="sine" silently gives the lecture's table. Check for the two
words that there are, and raise a ValueError.
"""

# exercise: sinusoidal_pe
FAILS = ("test_unknown_order",)
EDGE = True
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    angles = torch.arange(max_len)[:, None] * angle_rates(d_model, base)
    pairs = [torch.sin(angles), torch.cos(angles)]
    return torch.stack(pairs if even == "sin" else pairs[::-1], dim=-1).flatten(1).float()
