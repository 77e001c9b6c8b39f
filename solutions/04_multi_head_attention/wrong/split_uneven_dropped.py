"""Features that do not fit are dropped.

If the heads cannot share the features evenly, whole features go missing in silence. Ask first whether `d_model %
n_heads` is 0, and raise a ValueError if it is not.
"""

# exercise: split_heads
FAILS = ("test_uneven_heads_are_refused",)
import torch


def split_heads(x, n_heads):
    d_head = x.shape[-1] // n_heads
    return torch.stack([x[..., h * d_head : (h + 1) * d_head] for h in range(n_heads)], dim=1)
