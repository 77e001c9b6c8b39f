"""All heads ask the same question.

Every head uses head 0's queries, so they cannot look for different things. Project with the whole matrix and let
each head take its own part.
"""

# exercise: MultiHeadAttention
FAILS = ("test_output_agrees_with_torch", "test_weights_agree_with_torch")
import math

import torch


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        q = split_heads(self.q_proj(query), self.n_heads)
        k = split_heads(self.k_proj(key), self.n_heads)
        v = split_heads(self.v_proj(value), self.n_heads)
        q = q[:, :1].expand_as(q)
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if keep is not None:
            scores = scores.masked_fill(~keep.unsqueeze(-3), -math.inf)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights
