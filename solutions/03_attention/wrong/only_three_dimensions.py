"""Only one leading dimension works.

torch.bmm wants exactly (B, T, d). A single sentence has no batch, and the next assignment has heads as well: `@`
takes any number of leading dimensions.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_heads_and_masks_that_broadcast",)
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    scores = torch.bmm(q, k.transpose(1, 2)) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return torch.bmm(weights, v), weights
