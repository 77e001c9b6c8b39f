"""The mask is added to the scores.

True counts as 1, so an open place gets one point more than a closed one, and nothing is closed. A closed place
needs the score −∞.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_a_closed_key_changes_nothing", "test_a_query_that_sees_nothing")
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores + keep.to(scores.dtype)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, weights
