"""The weights are cut off from training.

`detach` (or `.data`, or `no_grad`) lets the numbers through and stops the gradient: q_proj and k_proj would never
learn.
"""

# exercise: MultiHeadAttention
EDGE = True
FAILS = ("test_gradients",)
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
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1)).detach()
        return self.out_proj(merge_heads(weights @ v)), weights
