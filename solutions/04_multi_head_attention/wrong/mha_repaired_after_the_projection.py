"""NaN is repaired too late.

You repair the output behind out_proj. There, a query that may attend to nothing becomes 0, but zero weights give
out_proj's bias. Repair the weights, before they mix the values.
"""

# exercise: MultiHeadAttention
FAILS = ("test_a_query_that_sees_nothing",)
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
        weights = torch.softmax(scores, dim=-1)
        return torch.nan_to_num(self.out_proj(merge_heads(weights @ v))), torch.nan_to_num(weights)
