"""An unknown layout is taken for a known one.

A name that is not in LAYOUTS falls into your last `else` and is treated as one of the three. A misspelt name should
be an error, not a table in the wrong order.
"""

# exercise: change_layout
FAILS = ("test_unknown_layout",)
import torch


def change_layout(x, source, target):
    half = x.shape[-1] // 2
    if source == "halves":
        sines, cosines = x[..., :half], x[..., half:]
    else:
        sines, cosines = (x[..., 1::2], x[..., 0::2]) if source == "cos-sin" else (x[..., 0::2], x[..., 1::2])
    if target == "halves":
        return torch.cat([sines, cosines], dim=-1)
    return torch.stack([cosines, sines] if target == "cos-sin" else [sines, cosines], dim=-1).flatten(-2)
