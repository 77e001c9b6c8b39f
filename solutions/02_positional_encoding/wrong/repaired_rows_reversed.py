"""Rows are turned round.

You reverse the order of the rows. Each row has to go to the place of the column that it was trained for; only `change_layout` knows
which.
"""

# exercise: repair_weights
FAILS = ("test_same_results", "test_all_nine")


def repair_weights(w, source, target):
    if source not in LAYOUTS or target not in LAYOUTS:
        raise ValueError("no such layout")
    return w.flip(0) if source != target else w.clone()
