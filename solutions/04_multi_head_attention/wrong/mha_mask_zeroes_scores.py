"""Masked scores are set to zero.

A score of 0 is not "no attention": e⁰ = 1, as much as many a real score. What has to stand in a place that softmax
should turn into 0?
"""

# exercise: MultiHeadAttention
FAILS = ("test_masks", "test_a_query_that_sees_nothing")
import math

import torch


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        q = split_heads(self.q_proj(query), self.n_heads)
        k = split_heads(self.k_proj(key), self.n_heads)
        v = split_heads(self.v_proj(value), self.n_heads)
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if keep is not None:
            scores = scores.masked_fill(~keep.unsqueeze(-3), 0.0)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights
