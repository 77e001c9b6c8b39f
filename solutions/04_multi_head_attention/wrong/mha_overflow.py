"""Softmax by hand, without taking the maximum away.

You raise e to the scores as they are. Already e⁸⁹ is infinite in float32, and infinity divided by infinity is NaN.
Subtract each row's maximum first, or use torch.softmax.
"""

# exercise: MultiHeadAttention
EDGE = True
FAILS = ("test_large_scores",)
import math


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        q = split_heads(self.q_proj(query), self.n_heads)
        k = split_heads(self.k_proj(key), self.n_heads)
        v = split_heads(self.v_proj(value), self.n_heads)
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if keep is not None:
            scores = scores.masked_fill(~keep.unsqueeze(-3), -math.inf)
        raised = scores.exp()
        weights = raised / raised.sum(-1, keepdim=True).clamp_min(1e-30)
        return self.out_proj(merge_heads(weights @ v)), weights
