"""Whatever comes in, float32 comes out.

The columns are put into a tensor that torch.zeros made, so a float64 table loses half of its digits. Make the new tensor like x
(torch.empty_like), or pick the columns by an index.
"""

# exercise: change_layout
FAILS = ("test_dtype",)
EDGE = True
import torch


def change_layout(x, source, target):
    if source not in LAYOUTS or target not in LAYOUTS:
        raise ValueError("no such layout")
    half = x.shape[-1] // 2
    places = {
        "sin-cos": (slice(0, None, 2), slice(1, None, 2)),
        "cos-sin": (slice(1, None, 2), slice(0, None, 2)),
        "halves": (slice(0, half), slice(half, None)),
    }
    result = torch.zeros(x.shape)
    for old, new in zip(places[source], places[target], strict=True):
        result[..., new] = x[..., old]
    return result
