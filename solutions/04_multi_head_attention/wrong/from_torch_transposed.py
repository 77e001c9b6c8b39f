"""Weights transposed.

The weights come out transposed. Both sides are nn.Linear weights of shape (out, in), so nothing has to be turned; a
square matrix hides the mistake from the shapes.
"""

# exercise: weights_from_torch
FAILS = ("test_query_projection", "test_keys_and_values")


def weights_from_torch(state):
    renamed = {"out_proj.weight": state["out_proj.weight"], "out_proj.bias": state["out_proj.bias"]}
    for kind in ("weight", "bias"):
        for letter, part in zip("qkv", state[f"in_proj_{kind}"].chunk(3), strict=True):
            renamed[f"{letter}_proj.{kind}"] = part.T if part.ndim == 2 else part
    return renamed
