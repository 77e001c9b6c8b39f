"""A list of small projections.

One nn.Linear for each head computes the same, but under other names. Weights are loaded by name: q_proj, k_proj,
v_proj and out_proj, each of width d_model.
"""

# exercise: MultiHeadAttention
FAILS = ("test_names", "test_output_agrees_with_torch", "test_weights_agree_with_torch")
import math

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        d_head = d_model // n_heads
        self.q_proj, self.k_proj, self.v_proj = (
            nn.ModuleList(nn.Linear(d_model, d_head) for _ in range(n_heads)) for _ in range(3)
        )
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, query, key, value, keep=None):
        outputs, maps = [], []
        for to_q, to_k, to_v in zip(self.q_proj, self.k_proj, self.v_proj, strict=True):
            q, k, v = to_q(query), to_k(key), to_v(value)
            scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
            if keep is not None:
                scores = scores.masked_fill(~keep, -math.inf)
            maps.append(torch.nan_to_num(torch.softmax(scores, dim=-1)))
            outputs.append(maps[-1] @ v)
        return self.out_proj(torch.cat(outputs, dim=-1)), torch.stack(maps, dim=1)
