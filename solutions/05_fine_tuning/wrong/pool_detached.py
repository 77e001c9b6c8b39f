"""The pool is cut off from training.

With `.data`, `.detach()` or by way of NumPy the numbers are right and no gradient comes back: the encoder would stay as it is, however
long you fine-tune. Calculate with hidden itself.
"""

# exercise: pooling
FAILS = ("test_gradients_flow",)
EDGE = True


def mean_pool(hidden, keep):
    total = hidden.detach().masked_fill(~keep[..., None], 0.0).sum(dim=1)
    return total / keep.sum(dim=1, keepdim=True).clamp(min=1)
