"""Sine and cosine swapped.

Your even columns hold cosines: row 0 reads 1, 0, 1, 0, ... That is the order that the lecture recalled. The paper
has the sine in the even columns, counted from 0, and here this is the default; the other order belongs to
even="cos". Attention would learn as well with yours, but weights made for the paper's order would not fit.
"""

# exercise: sinusoidal_pe
FAILS = ("test_even_columns_hold_the_sines", "test_the_table_of_the_paper")
HEADLINE = True
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even has to be sin or cos")
    angles = torch.arange(max_len)[:, None] * angle_rates(d_model, base)
    waves = [torch.cos(angles), torch.sin(angles)] if even == "sin" else [torch.sin(angles), torch.cos(angles)]
    return torch.stack(waves, dim=-1).flatten(1)
