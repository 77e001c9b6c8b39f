"""The mask lands on the heads.

Broadcasting aligns axes from the right, so the batch axis of your (B, T_q, T_k) mask meets the heads of the scores
(B, H, T_q, T_k). Where B differs from H this is an error; where they happen to be equal, head 0 silently gets
sequence 0's mask. The mask needs an axis of size 1 where the heads are.
"""

# exercise: MultiHeadAttention
HEADLINE = True
FAILS = ("test_masks", "test_masks_that_broadcast", "test_a_query_that_sees_nothing")
import math

import torch


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        q = split_heads(self.q_proj(query), self.n_heads)
        k = split_heads(self.k_proj(key), self.n_heads)
        v = split_heads(self.v_proj(value), self.n_heads)
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if keep is not None:
            scores = scores.masked_fill(~keep, -math.inf)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights
