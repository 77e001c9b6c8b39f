"""The mean of the row is subtracted, not its largest score.

Subtracting the mean is allowed, yet it does not protect: a score far above the mean still overflows. Which number of
the row leaves nothing above 0?
"""

# exercise: softmax
FAILS = ("test_large_scores",)
import torch


def softmax(scores, dim=-1):
    powers = torch.exp(scores - scores.nan_to_num(neginf=0.0).mean(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)
