"""The mask is used as an index.

`scores[~keep] = …` needs a mask of exactly the shape of the scores. A padding mask (B, 1, T_k) only broadcasts to
it; `masked_fill` and `torch.where` know how.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_heads_and_masks_that_broadcast",)
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores[~keep] = -math.inf
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, weights
