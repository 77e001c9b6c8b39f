"""Back from halves by the way there.

To come back from "halves" you take every second column once more. That is the way there; for two hands it happens
to be its own way back, for three it is not. Coming back means to put column i and column i + d/2 side by side.
"""

# exercise: change_layout
FAILS = ("test_back_from_halves", "test_all_nine")
HEADLINE = True
import torch


def change_layout(x, source, target):
    if source not in LAYOUTS or target not in LAYOUTS:
        raise ValueError("unknown layout")
    if source == target:
        return x.clone()
    if {source, target} == {"sin-cos", "cos-sin"}:
        return x.unflatten(-1, (-1, 2)).flip(-1).flatten(-2)
    first, second = x[..., 0::2], x[..., 1::2]
    return torch.cat([second, first] if "cos-sin" in (source, target) else [first, second], dim=-1)
