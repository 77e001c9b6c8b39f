"""A table of odd width is made.

The last hand has its sine and no cosine then. Some libraries do that; the docstring asks for a ValueError.
"""

# exercise: sinusoidal_pe
FAILS = ("test_odd_width",)
EDGE = True
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError('even is "sin" or "cos"')
    angles = torch.arange(max_len)[:, None] * torch.pow(base, -torch.arange(0, d_model, 2) / d_model)
    pairs = [torch.sin(angles), torch.cos(angles)]
    return torch.stack(pairs if even == "sin" else pairs[::-1], dim=-1).flatten(1).float()[:, :d_model]
