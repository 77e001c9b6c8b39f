"""The columns of the matrix are rearranged.

`change_layout` moves the last axis, and the last axis of a weight matrix is what comes *out*. The table's columns meet the
matrix's rows: turn the matrix, move, turn it back.
"""

# exercise: repair_weights
FAILS = ("test_rows_move", "test_all_nine")
HEADLINE = True


def repair_weights(w, source, target):
    if w.shape[-1] % 2:
        w = w[:, :-1]
    return change_layout(w, source, target)
