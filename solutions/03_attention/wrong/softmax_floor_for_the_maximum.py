"""The largest score is not taken as it is.

The number that you subtract must be the row's largest score, whatever it is. With a lower limit for it, a row that lies
below the limit gets powers of 0, and no weights.
"""

# exercise: softmax
FAILS = ("test_large_scores",)
import torch


def softmax(scores, dim=-1):
    powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True).clamp(min=-1e4))
    return powers / powers.sum(dim=dim, keepdim=True)
