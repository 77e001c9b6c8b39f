"""The scores are cut off from training.

Your dot products are right, and made of `.data`, of detached tensors, or by NumPy: no gradient comes back, and W_Q and W_K would never
learn. Multiply the tensors themselves.
"""

# exercise: similarity_scores
FAILS = ("test_gradients",)
EDGE = True


def similarity_scores(q, k):
    return q.detach() @ k.detach().transpose(-2, -1)
