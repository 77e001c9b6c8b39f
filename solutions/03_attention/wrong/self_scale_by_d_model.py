"""Scaled by the root of d_model.

You divide by the root of the width of the *inputs*. The scores are dot products of queries and keys, so it is their
width, d_k, that counts.
"""

# exercise: SelfAttention
FAILS = ("test_one_sentence", "test_weights")
import math

import torch
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_model, d_k, bias=False)
        self.w_v = nn.Linear(d_model, d_v, bias=False)

    def forward(self, x, keep=None):
        scores = self.w_q(x) @ self.w_k(x).transpose(-2, -1) / math.sqrt(x.shape[-1])
        if keep is not None:
            scores = scores.masked_fill(~keep, -math.inf)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return weights @ self.w_v(x), weights
