"""Torch's own multi-head attention behind the names of the exercise; a layer norm that goes token by token."""

# exercise: split_heads, merge_heads, MultiHeadAttention, ablate_heads, LayerNorm
import torch
from torch import nn
from torch.nn import functional as F


def split_heads(x, n_heads):
    if x.shape[-1] % n_heads:
        raise ValueError("no")
    return torch.stack(x.chunk(n_heads, dim=-1), dim=1)


def merge_heads(x):
    return x.transpose(1, 2).flatten(2)


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads, self.d_model = n_heads, d_model
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, query, key, value, keep=None):
        B, T_q, _ = query.shape
        T_k = key.shape[1]
        if keep is None:
            hidden = None
            empty = None
        else:
            keep = keep.expand(B, T_q, T_k)
            empty = ~keep.any(-1, keepdim=True)
            hidden = (~keep).repeat_interleave(self.n_heads, dim=0)
        b = torch.cat([self.q_proj.bias, self.k_proj.bias, self.v_proj.bias])
        out, w = F.multi_head_attention_forward(
            query.transpose(0, 1),
            key.transpose(0, 1),
            value.transpose(0, 1),
            self.d_model,
            self.n_heads,
            None,
            b,
            None,
            None,
            False,
            0.0,
            self.out_proj.weight,
            self.out_proj.bias,
            training=self.training,
            need_weights=True,
            attn_mask=hidden,
            use_separate_proj_weight=True,
            q_proj_weight=self.q_proj.weight,
            k_proj_weight=self.k_proj.weight,
            v_proj_weight=self.v_proj.weight,
            average_attn_weights=False,
        )
        out = out.transpose(0, 1)
        if empty is not None:
            out = torch.where(empty, self.out_proj.bias, out)
            w = torch.where(empty[:, None], 0.0, w)
        return out, w


def ablate_heads(mixed, out_weight, out_bias, drop):
    keep_heads = [h for h in range(mixed.shape[1]) if h not in set(drop)]
    W = out_weight.view(out_weight.shape[0], mixed.shape[1], -1)
    return torch.einsum("bhtd,ohd->bto", mixed[:, keep_heads], W[:, keep_heads]) + out_bias


class LayerNorm(nn.Module):
    def __init__(self, d_model, eps=1e-12):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))
        self.eps = eps

    def forward(self, x):
        shape = x.shape
        flat = x.reshape(-1, shape[-1])
        rows = []
        for row in flat:
            row = row - row.mean()
            rows.append(row / (row.square().sum() / len(row) + self.eps) ** 0.5)
        return torch.stack(rows).reshape(shape) * self.weight + self.bias
