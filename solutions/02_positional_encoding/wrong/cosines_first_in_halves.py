"""The cosines come first in the halves.

Coming from "cos-sin" you put the even columns into the first half. There they are the cosines; "halves" always has
the sines first.
"""

# exercise: change_layout
FAILS = ("test_cosines_first_and_halves", "test_all_nine")
import torch


def change_layout(x, source, target):
    if source not in LAYOUTS or target not in LAYOUTS:
        raise ValueError("unknown layout")
    half = x.shape[-1] // 2
    if source == "halves":
        first, second = x[..., :half], x[..., half:]
    else:
        first, second = x[..., 0::2], x[..., 1::2]
        if target == "halves":
            return torch.cat([first, second], dim=-1)
    if target == "halves":
        return torch.cat([first, second], dim=-1)
    swap = {source, target} == {"sin-cos", "cos-sin"}
    return torch.stack([second, first] if swap else [first, second], dim=-1).flatten(-2)
