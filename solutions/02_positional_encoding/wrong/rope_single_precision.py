"""Whatever comes in, float32 comes out.

The result is put into a tensor that torch.zeros made, or turned to float at the end, so float64 queries lose half of their digits. Make
the new tensor with the dtype of x, or do not make one at all: stack the parts.
"""

# exercise: apply_rope
FAILS = ("test_dtype",)
EDGE = True
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = torch.arange(offset, offset + length)[:, None] * angle_rates(d_head, base)
    turned = torch.zeros(x.shape)
    turned[..., 0::2] = x[..., 0::2] * angles.cos() - x[..., 1::2] * angles.sin()
    turned[..., 1::2] = x[..., 0::2] * angles.sin() + x[..., 1::2] * angles.cos()
    return turned
