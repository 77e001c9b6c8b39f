"""The checkpoint is overwritten.

The result is right, but it stands in the matrix that you were given: load the checkpoint once more and it is repaired twice. Make a
new tensor.
"""

# exercise: repair_weights
FAILS = ("test_weights_are_left_alone",)


def repair_weights(w, source, target):
    w.copy_(change_layout(w.T.clone(), source, target).T)
    return w
