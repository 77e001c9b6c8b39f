"""The type of the numbers has changed.

You compute in float64 and leave the result there. The rest of a model is float32, and the next matrix product
refuses to mix the two.
"""

# exercise: softmax
FAILS = ("test_precision", "test_half_precision")
import torch


def softmax(scores, dim=-1):
    scores = scores.double()
    powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)
