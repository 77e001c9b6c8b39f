"""All the sines, then all the cosines.

Your row 0 reads 0, 0, ..., 1, 1, ...: the sines fill the first half of the columns and the cosines the second. Many
programs do so, even the paper's own, but its formula puts sine and cosine of one hand side by side, in columns 2i
and 2i + 1. What do you get if you join the two tables in pairs and not end to end?
"""

# exercise: sinusoidal_pe
FAILS = ("test_partners_stand_side_by_side", "test_the_table_of_the_paper")
HEADLINE = True
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even has to be sin or cos")
    angles = torch.arange(max_len)[:, None] * angle_rates(d_model, base)
    waves = [torch.sin(angles), torch.cos(angles)]
    return torch.cat(waves if even == "sin" else waves[::-1], dim=1)
