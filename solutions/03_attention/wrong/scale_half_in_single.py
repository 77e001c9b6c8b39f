"""Half precision is left behind.

A root that is a tensor of float32 with an axis, as `torch.tensor([d_k]).sqrt()` is, makes float32 of scores in half precision. Divide by
a plain number: `math.sqrt(d_k)`.
"""

# exercise: scale_scores
FAILS = ("test_half_precision",)
EDGE = True
import torch


def scale_scores(scores, d_k):
    return scores / torch.tensor([float(d_k)]).sqrt()
