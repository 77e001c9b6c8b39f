"""The heads are cut off from training.

A new tensor that is made of numbers (`torch.tensor`, NumPy, `.data`, `detach`) has no way back: the projections before it would never
learn. `reshape` and `transpose` keep it.
"""

# exercise: split_heads
FAILS = ("test_gradients",)
EDGE = True


def split_heads(x, n_heads):
    batch, length, d_model = x.shape
    if d_model % n_heads:
        raise ValueError("the heads cannot share the features evenly")
    return x.detach().reshape(batch, length, n_heads, -1).transpose(1, 2)
