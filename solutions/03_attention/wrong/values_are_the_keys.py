"""The keys are mixed, not the values.

Your output is a mixture of the *keys*. A key is for being found, a value is what is handed over; the width of the
output shows which it is.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_shapes", "test_weights_are_those_that_mixed")
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ k, weights
