"""From a layout to itself, x is handed out.

The docstring promises a new tensor. Whoever writes into your result would change the table that you were given: return a
`clone()`.
"""

# exercise: change_layout
FAILS = ("test_input_is_left_alone",)
import torch


def change_layout(x, source, target):
    if source not in LAYOUTS or target not in LAYOUTS:
        raise ValueError("no such layout")
    if source == target:
        return x
    half = x.shape[-1] // 2
    parts = {
        "sin-cos": (x[..., 0::2], x[..., 1::2]),
        "cos-sin": (x[..., 1::2], x[..., 0::2]),
        "halves": (x[..., :half], x[..., half:]),
    }
    sines, cosines = parts[source]
    if target == "halves":
        return torch.cat([sines, cosines], dim=-1)
    return torch.stack([sines, cosines] if target == "sin-cos" else [cosines, sines], dim=-1).flatten(-2)
