"""Each column has a rate of its own.

Your sine in column 2i and your cosine in column 2i + 1 belong to different hands, so their squares do not sum to 1.
In the formula i counts pairs: both columns of a pair have the same rate.
"""

# exercise: sinusoidal_pe
FAILS = ("test_partners_stand_side_by_side", "test_values_whatever_the_layout")
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even has to be sin or cos")
    if d_model % 2:
        raise ValueError("d_model has to be even")
    columns = torch.arange(d_model)
    angles = torch.arange(max_len)[:, None] * base ** (-columns / d_model)
    sine = columns % 2 == (0 if even == "sin" else 1)
    return torch.where(sine, torch.sin(angles), torch.cos(angles))
