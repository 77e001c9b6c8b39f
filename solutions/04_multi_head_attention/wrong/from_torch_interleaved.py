"""Query, key and value are cut out at the wrong places.

In in_proj_weight they are three whole blocks of rows, one on top of the other: neither columns, nor rows in turn, as some
other libraries store them.
"""

# exercise: weights_from_torch
FAILS = ("test_query_projection", "test_keys_and_values")


def weights_from_torch(state):
    renamed = {"out_proj.weight": state["out_proj.weight"], "out_proj.bias": state["out_proj.bias"]}
    for kind in ("weight", "bias"):
        for i, letter in enumerate("qkv"):
            renamed[f"{letter}_proj.{kind}"] = state[f"in_proj_{kind}"][i::3]
    return renamed
