"""From a layout to itself, the checkpoint's own matrix is handed out.

The docstring promises a new tensor. Whoever goes on training with your result would change the checkpoint: return a `clone()`.
"""

# exercise: repair_weights
FAILS = ("test_weights_are_left_alone",)


def repair_weights(w, source, target):
    if source not in LAYOUTS or target not in LAYOUTS:
        raise ValueError("no such layout")
    if source == target:
        return w
    return change_layout(w.T, source, target).T
