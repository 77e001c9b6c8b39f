"""The table is float64.

The values are right, but NumPy calculates in float64 and the table stayed so. Added to a float32 embedding it makes
everything behind it float64, and the next linear layer refuses. Which dtype does the docstring promise?
"""

# exercise: sinusoidal_pe
FAILS = ("test_dtype",)
import numpy as np
import torch


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if even not in ("sin", "cos"):
        raise ValueError("even has to be sin or cos")
    angles = np.arange(max_len)[:, None] * angle_rates(d_model, base).numpy().astype(np.float64)
    pe = np.zeros((max_len, d_model))
    pe[:, 0 if even == "sin" else 1 :: 2] = np.sin(angles)
    pe[:, 1 if even == "sin" else 0 :: 2] = np.cos(angles)
    return torch.from_numpy(pe)
