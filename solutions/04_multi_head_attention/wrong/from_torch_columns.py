"""Cut along the columns.

You cut in_proj_weight into parts of its columns. The three projections share their inputs (the columns) and differ
in their outputs: they are stacked along the rows, the first axis.
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
