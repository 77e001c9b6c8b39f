"""The columns are moved by NumPy.

That works for float32 and float64. NumPy knows no bfloat16, in which models are trained, so such a tensor is an error. The same indices
move the columns of a tensor.
"""

# exercise: change_layout
FAILS = ("test_dtype",)
EDGE = True
import numpy as np
import torch


def change_layout(x, source, target):
    if source not in LAYOUTS or target not in LAYOUTS:
        raise ValueError("unknown layout")
    d = x.shape[-1]
    columns = {
        "sin-cos": np.arange(d),
        "cos-sin": np.arange(d).reshape(-1, 2)[:, ::-1].ravel(),
        "halves": np.arange(d).reshape(-1, 2).T.ravel(),
    }
    return torch.from_numpy(x.detach().numpy()[..., np.argsort(columns[source])][..., columns[target]])
