"""Only the first head is masked.

Head 0 respects the mask, the others look at padding and at the future. One mask has to serve all heads: which axis
of the scores should it be broadcast along?
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
            closed = torch.zeros_like(scores, dtype=torch.bool)
            closed[:, 0] = ~keep
            scores = scores.masked_fill(closed, -math.inf)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights
