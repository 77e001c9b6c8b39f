"""A mask without a batch axis lands on the queries.

`unsqueeze(1)` is right for (B, T_q, T_k), but makes (T_q, 1, T_k) of a mask (T_q, T_k): its queries then meet the
batch. Count from the right: `unsqueeze(-3)` serves both.
"""

# exercise: MultiHeadAttention
EDGE = True
FAILS = ("test_masks_that_broadcast",)
import math

import torch


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        q = split_heads(self.q_proj(query), self.n_heads)
        k = split_heads(self.k_proj(key), self.n_heads)
        v = split_heads(self.v_proj(value), self.n_heads)
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if keep is not None:
            scores = scores.masked_fill(~keep.unsqueeze(1), -math.inf)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights
