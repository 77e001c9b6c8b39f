"""All weights of the tensor together sum to 1.

You divide by the sum of everything. Each row shares out its own 100 %: sum along `dim`, and keep the dimension so
that the division lines up.
"""

# exercise: softmax
FAILS = ("test_rows_sum_to_one",)
import torch


def softmax(scores, dim=-1):
    powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True))
    return powers / powers.sum()
