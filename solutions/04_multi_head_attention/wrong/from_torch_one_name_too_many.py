"""A name too many.

load_state_dict refuses a dict with names that the module does not have. Hand on the eight names and nothing else.
"""

# exercise: weights_from_torch
FAILS = ("test_names_and_shapes",)


def weights_from_torch(state):
    renamed = dict(state)
    for kind in ("weight", "bias"):
        parts = state[f"in_proj_{kind}"].chunk(3)
        renamed |= {f"{letter}_proj.{kind}": part for letter, part in zip("qkv", parts, strict=True)}
    return renamed
