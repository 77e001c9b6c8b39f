"""Softmax over the query axis.

Your percentages sum to 1 down each column, so every key shares itself out among the queries. It is the query that
asks: its percentages over all keys should sum to 1.
"""

# exercise: MultiHeadAttention
FAILS = ("test_rows_sum_to_one", "test_output_agrees_with_torch", "test_weights_agree_with_torch")
import math

import torch


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        q = split_heads(self.q_proj(query), self.n_heads)
        k = split_heads(self.k_proj(key), self.n_heads)
        v = split_heads(self.v_proj(value), self.n_heads)
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if keep is not None:
            scores = scores.masked_fill(~keep.unsqueeze(-3), -math.inf)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-2))
        return self.out_proj(merge_heads(weights @ v)), weights
