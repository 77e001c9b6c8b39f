"""Even weights where nothing may be seen.

With −10⁹ in place of −∞, a query that may attend to nothing has equal scores everywhere, so it looks at all that is
hidden, padding included. Its weights should be 0.
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
            scores = scores.masked_fill(~keep.unsqueeze(-3), -1e9)
        weights = torch.softmax(scores, dim=-1)
        return self.out_proj(merge_heads(weights @ v)), weights
