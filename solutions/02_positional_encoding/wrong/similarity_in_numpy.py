"""The dot products come in a NumPy array.

A tensor was asked for. `pe @ pe.T` works on tensors as it does in NumPy, and stays a tensor.
"""

# exercise: pe_similarity
FAILS = ("test_a_tensor",)
EDGE = True


def pe_similarity(pe):
    rows = pe.detach().numpy()
    return rows @ rows.T
