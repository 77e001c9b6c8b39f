"""One empty row switches the mask off.

As soon as a query may look nowhere, you drop the whole mask. Then every other query sees what it must not. Treat the
empty rows only.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_a_query_that_sees_nothing", "test_neighbours_of_an_empty_row")
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None and keep.any(-1).all():
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.softmax(scores, dim=-1)
    return weights @ v, weights
