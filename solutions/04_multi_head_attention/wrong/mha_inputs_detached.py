"""What lies below the layer is cut off from training.

The four projections learn, and key and value are detached before: no gradient reaches the layers that made them. Use them as they are.
"""

# exercise: MultiHeadAttention
FAILS = ("test_gradients_reach_the_inputs",)
EDGE = True
import math

import torch


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        q = split_heads(self.q_proj(query), self.n_heads)
        k = split_heads(self.k_proj(key.detach()), self.n_heads)
        v = split_heads(self.v_proj(value.detach()), self.n_heads)
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if keep is not None:
            scores = scores.masked_fill(~keep.unsqueeze(-3), -math.inf)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights
