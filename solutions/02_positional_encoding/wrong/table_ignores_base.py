"""The parameter base is not passed on.

Your table is right for base = 10000 and never changes. Where do the rates get their base from?
"""

# exercise: sinusoidal_pe
FAILS = ("test_another_base",)
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even has to be sin or cos")
    angles = torch.arange(max_len)[:, None] * angle_rates(d_model)
    waves = [torch.sin(angles), torch.cos(angles)]
    return torch.stack(waves if even == "sin" else waves[::-1], dim=-1).flatten(1)
