"""The second axis, not the last.

Your function works for a table, where the second axis is the last, and for nothing else. The docstring promises
(..., d_model): a vector, a batch, weights.
"""

# exercise: change_layout
FAILS = ("test_any_leading_axes",)
import torch


def change_layout(x, source, target):
    if source not in LAYOUTS or target not in LAYOUTS:
        raise ValueError("unknown layout")
    half = x.shape[1] // 2
    if source == "halves":
        sines, cosines = x[:, :half], x[:, half:]
    else:
        sines, cosines = (x[:, 0::2], x[:, 1::2]) if source == "sin-cos" else (x[:, 1::2], x[:, 0::2])
    if target == "halves":
        return torch.cat([sines, cosines], dim=1)
    return torch.stack([sines, cosines] if target == "sin-cos" else [cosines, sines], dim=2).flatten(1, 2)
