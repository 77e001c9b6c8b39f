"""The weights are averaged over the heads.

The output is right, but you return one table of weights where each head has its own. (It is what
nn.MultiheadAttention does unless it is told average_attn_weights=False.) The average hides exactly what heads are
for.
"""

# exercise: MultiHeadAttention
FAILS = ("test_shapes", "test_weights_agree_with_torch")
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
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights.mean(dim=1)
