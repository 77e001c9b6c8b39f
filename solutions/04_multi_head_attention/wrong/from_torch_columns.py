"""Query, key and value are cut out at the wrong places.

In in_proj_weight they are three whole blocks of rows, one on top of the other: neither columns, nor rows in turn, as some
other libraries store them.
"""

# exercise: weights_from_torch
HEADLINE = True
FAILS = ("test_query_projection", "test_keys_and_values")


def weights_from_torch(state):
    d_model = state["in_proj_weight"].shape[1]
    renamed = {"out_proj.weight": state["out_proj.weight"], "out_proj.bias": state["out_proj.bias"]}
    rows = state["in_proj_weight"].reshape(d_model, 3, d_model)
    for i, letter in enumerate("qkv"):
        renamed[f"{letter}_proj.weight"] = rows[:, i]
        renamed[f"{letter}_proj.bias"] = state["in_proj_bias"].reshape(d_model, 3)[:, i]
    return renamed
