"""Whatever comes in, float32 comes out.

The sum is put into a tensor that torch.zeros made, or turned to float at the end. A batch of float64 should stay float64: add the
tensors, and torch chooses the dtype.
"""

# exercise: add_positional
FAILS = ("test_dtype",)
EDGE = True
import torch


def add_positional(x, pe, offset=0):
    if offset + x.shape[1] > pe.shape[0]:
        raise ValueError("the table is too short")
    result = torch.zeros(x.shape)
    for t in range(x.shape[1]):
        result[:, t] = x[:, t] + pe[offset + t]
    return result
