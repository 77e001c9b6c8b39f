"""Values made from the keys' projection.

What is gathered is W_K's view of the tokens. The key is what a token shows in order to be found; the value is what
it gives. v_proj makes the values.
"""

# exercise: MultiHeadAttention
FAILS = ("test_output_agrees_with_torch", "test_values", "test_gradients")
import math

import torch


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        q = split_heads(self.q_proj(query), self.n_heads)
        k = split_heads(self.k_proj(key), self.n_heads)
        v = split_heads(self.k_proj(value), self.n_heads)
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if keep is not None:
            scores = scores.masked_fill(~keep.unsqueeze(-3), -math.inf)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights
