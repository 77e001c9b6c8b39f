"""The weights are cut off from training.

The output is right, and no gradient comes back to queries and keys: somewhere the weights are made under `no_grad`,
or `detach`ed. Then training can change what is mixed, and never who looks at whom.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_gradients",)
EDGE = True
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1)).detach()
    return weights @ v, weights
