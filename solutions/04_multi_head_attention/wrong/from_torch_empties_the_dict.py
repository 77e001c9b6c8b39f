"""The given dict is changed.

You take the entries out of the dict that you were given (`pop`), so whoever called you has lost them. Read them and
put them into a new dict.
"""

# exercise: weights_from_torch
FAILS = ("test_input_is_left_alone",)


def weights_from_torch(state):
    renamed = {"out_proj.weight": state["out_proj.weight"], "out_proj.bias": state["out_proj.bias"]}
    for kind in ("weight", "bias"):
        for letter, part in zip("qkv", state.pop(f"in_proj_{kind}").chunk(3), strict=True):
            renamed[f"{letter}_proj.{kind}"] = part
    return renamed
