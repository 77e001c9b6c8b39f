"""The wrong base.

Your slow hands turn too fast: the rates come from powers of 1000, and the parameter base is not used. The paper's
base is 10000, and whoever calls your function may choose another.
"""

# exercise: sinusoidal_pe
FAILS = ("test_values_whatever_the_layout", "test_another_base")
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even has to be sin or cos")
    angles = torch.arange(max_len)[:, None] * angle_rates(d_model, 1000.0)
    waves = [torch.sin(angles), torch.cos(angles)]
    return torch.stack(waves if even == "sin" else waves[::-1], dim=-1).flatten(1)
