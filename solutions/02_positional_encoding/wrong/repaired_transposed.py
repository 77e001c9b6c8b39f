"""The repaired matrix is transposed.

The rows are in their new order, and the matrix lies on its side: you turned it for `change_layout` and did not turn it
back.
"""

# exercise: repair_weights
FAILS = ("test_rows_move", "test_all_nine")


def repair_weights(w, source, target):
    return change_layout(w.T, source, target)
