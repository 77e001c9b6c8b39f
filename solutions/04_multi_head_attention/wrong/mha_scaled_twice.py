"""Scaled twice.

Queries and scores are both divided by √d_head, which together is d_head. The weights come out flatter than they
should.
"""

# exercise: MultiHeadAttention
FAILS = ("test_output_agrees_with_torch", "test_weights_agree_with_torch")
import math

import torch


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        q = split_heads(self.q_proj(query), self.n_heads)
        q = q / math.sqrt(q.shape[-1])
        k = split_heads(self.k_proj(key), self.n_heads)
        v = split_heads(self.v_proj(value), self.n_heads)
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if keep is not None:
            scores = scores.masked_fill(~keep.unsqueeze(-3), -math.inf)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights
