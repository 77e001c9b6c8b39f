"""The table is made of whole numbers.

Your table holds nothing but -1, 0 and 1: the waves were written into a tensor of integers, which cuts off what
stands behind the point. Look at the dtype of the tensor that you fill.
"""

# exercise: sinusoidal_pe
FAILS = ("test_partners_stand_side_by_side", "test_values_whatever_the_layout", "test_dtype")
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even has to be sin or cos")
    angles = torch.arange(max_len)[:, None] * angle_rates(d_model, base)
    pe = torch.zeros(max_len, d_model, dtype=torch.long)
    pe[:, 0 if even == "sin" else 1 :: 2] = torch.sin(angles).long()
    pe[:, 1 if even == "sin" else 0 :: 2] = torch.cos(angles).long()
    return pe
