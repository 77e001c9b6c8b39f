"""Half precision is left behind.

Computing the softmax in float32 is wise where queries and keys are float16. Weights and output should go back into the dtype of what
came in: `.to(q.dtype)`.
"""

# exercise: scaled_dot_product_attention
FAILS = ("test_half_precision",)
EDGE = True
import math

import torch


def scaled_dot_product_attention(q, k, v, keep=None):
    if q.dtype in (torch.float16, torch.bfloat16):
        q, k, v = q.float(), k.float(), v.float()
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if keep is not None:
        scores = scores.masked_fill(~keep, -math.inf)
    weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
    return weights @ v, weights
