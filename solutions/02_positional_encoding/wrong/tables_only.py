"""Only tables are rearranged.

`x[:, 0::2]` takes the second axis, which is the last one of a table only. `x[..., 0::2]` takes the last one of
whatever comes.
"""

# exercise: change_layout
FAILS = ("test_any_leading_axes",)
import torch


def change_layout(x, source, target):
    if source not in LAYOUTS or target not in LAYOUTS:
        raise ValueError("no such layout")
    half = x.shape[1] // 2
    parts = {
        "sin-cos": lambda: (x[:, 0::2], x[:, 1::2]),
        "cos-sin": lambda: (x[:, 1::2], x[:, 0::2]),
        "halves": lambda: (x[:, :half], x[:, half:]),
    }
    sines, cosines = parts[source]()
    if target == "halves":
        return torch.cat([sines, cosines], dim=1)
    pair = [sines, cosines] if target == "sin-cos" else [cosines, sines]
    return torch.stack(pair, dim=2).flatten(1)
