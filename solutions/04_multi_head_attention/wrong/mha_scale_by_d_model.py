"""Scaled by the width of the model.

You divide by √d_model. A head's score is a sum of only d_head products, so its deviation is √d_head: with 12 heads
you flatten the weights by a factor of 3.5. Which axis of q do you read the width from, and when?
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
        scores = q @ k.transpose(-2, -1) / math.sqrt(query.shape[-1])
        if keep is not None:
            scores = scores.masked_fill(~keep.unsqueeze(-3), -math.inf)
        weights = torch.nan_to_num(torch.softmax(scores, dim=-1))
        return self.out_proj(merge_heads(weights @ v)), weights
