"""From target to source.

You lead the rows the other way. For swapped neighbours the way there is the way back; from halves it is not. Row k of the result
must be the row that was trained for what now stands in column k.
"""

# exercise: repair_weights
FAILS = ("test_same_results", "test_all_nine")
HEADLINE = True


def repair_weights(w, source, target):
    return change_layout(w.T, target, source).T
