"""The rotation is cut off from training.

With `.data`, `.detach()` or by way of NumPy the numbers are right and no gradient comes back: the matrices that make queries and
keys would stay as they are. Calculate with x itself.
"""

# exercise: apply_rope
FAILS = ("test_gradients_flow",)
EDGE = True
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = torch.arange(offset, offset + length)[:, None] * angle_rates(d_head, base)
    first, second = x.data[..., 0::2], x.data[..., 1::2]
    turned = [first * angles.cos() - second * angles.sin(), first * angles.sin() + second * angles.cos()]
    return torch.stack(turned, dim=-1).flatten(-2)
