"""The width of the example.

You cut at 24 and 48, the widths of the layer in the notebook. Take the width from the tensors themselves.
"""

# exercise: weights_from_torch
FAILS = ("test_another_width",)


def weights_from_torch(state):
    renamed = {"out_proj.weight": state["out_proj.weight"], "out_proj.bias": state["out_proj.bias"]}
    for kind in ("weight", "bias"):
        for i, letter in enumerate("qkv"):
            renamed[f"{letter}_proj.{kind}"] = state[f"in_proj_{kind}"][24 * i : 24 * (i + 1)]
    return renamed
