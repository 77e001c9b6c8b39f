"""The masks are dealt to the wrong sequences.

You repeat the masks to one for each sequence and head, but in the order mask 0, mask 1, mask 0, mask 1: then a head
of sequence 0 gets the mask of sequence 1. `repeat` and `repeat_interleave` differ exactly in this; broadcasting
needs neither.
"""

# exercise: MultiHeadAttention
HEADLINE = True
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
            masks = keep.expand(len(scores), *scores.shape[-2:]).repeat(self.n_heads, 1, 1).reshape(scores.shape)
            scores = scores.masked_fill(~masks, -math.inf)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights
