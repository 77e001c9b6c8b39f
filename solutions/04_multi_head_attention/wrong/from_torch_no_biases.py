"""Biases set to zero.

The weights are right, but the three biases come out as zeros. They are in in_proj_bias, stacked in the same order.
"""

# exercise: weights_from_torch
FAILS = ("test_biases",)
import torch


def weights_from_torch(state):
    renamed = {"out_proj.weight": state["out_proj.weight"], "out_proj.bias": state["out_proj.bias"]}
    for letter, part in zip("qkv", state["in_proj_weight"].chunk(3), strict=True):
        renamed[f"{letter}_proj.weight"] = part
        renamed[f"{letter}_proj.bias"] = torch.zeros(len(part))
    return renamed
