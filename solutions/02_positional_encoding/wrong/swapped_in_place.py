"""Swapped in place.

You write the new columns into the tensor that you read from: the caller's table is changed, and what was
overwritten is lost before you copy it. Make a new tensor.
"""

# exercise: change_layout
FAILS = ("test_input_is_left_alone",)
import torch


def change_layout(x, source, target):
    if source not in LAYOUTS or target not in LAYOUTS:
        raise ValueError("unknown layout")
    half = x.shape[-1] // 2
    if source == "halves":
        pair = [x[..., :half].clone(), x[..., half:].clone()]
    else:
        pair = [x[..., 0::2].clone(), x[..., 1::2].clone()]
        pair = pair if source == "sin-cos" else pair[::-1]
    if target == "halves":
        x[..., :half], x[..., half:] = pair
    else:
        x[..., 0::2], x[..., 1::2] = pair if target == "sin-cos" else pair[::-1]
    return x
