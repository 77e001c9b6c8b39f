"""Einsum and movedim: the same layers in index notation."""

# exercise: split_heads, merge_heads, MultiHeadAttention, ablate_heads, LayerNorm, FeedForward, count_flops, attend_with_cache
import torch
from torch import nn


def split_heads(x, n_heads):
    if x.shape[-1] % n_heads != 0:
        raise ValueError("n_heads must divide d_model")
    return x.unflatten(-1, (n_heads, -1)).movedim(-2, 1)


def merge_heads(x):
    return x.movedim(1, -2).flatten(-2)


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.h = n_heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(d_model, d_model))

    def forward(self, query, key, value, keep=None):
        q, k, v = (
            projection(x).view(x.shape[0], x.shape[1], self.h, -1)
            for projection, x in ((self.q_proj, query), (self.k_proj, key), (self.v_proj, value))
        )
        scores = torch.einsum("bqhd,bkhd->bhqk", q, k) * q.shape[-1] ** -0.5
        if keep is None:
            keep = torch.ones(q.shape[1], k.shape[1], dtype=torch.bool)
        keep = keep.expand(q.shape[0], q.shape[1], k.shape[1])[:, None]
        lowest = torch.finfo(scores.dtype).min
        weights = scores.masked_fill(keep.logical_not(), lowest).softmax(-1).masked_fill(keep.logical_not(), 0.0)
        return self.out_proj(torch.einsum("bhqk,bkhd->bqhd", weights, v).flatten(2)), weights


def ablate_heads(mixed, out_weight, out_bias, drop):
    n_heads, d_head = mixed.shape[1], mixed.shape[3]
    parts = out_weight.view(-1, n_heads, d_head)
    loud = torch.tensor([float(head not in drop) for head in range(n_heads)])
    return torch.einsum("bhtd,ohd,h->bto", mixed, parts, loud) + out_bias


class LayerNorm(nn.Module):
    def __init__(self, d_model, eps=1e-12):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))
        self.eps = eps

    def forward(self, x):
        variance, mean = torch.var_mean(x, dim=-1, keepdim=True, correction=0)
        return (x - mean) * torch.rsqrt(variance + self.eps) * self.weight + self.bias


class FeedForward(nn.Module):
    def __init__(self, d_model, d_ff):
        super().__init__()
        self.linear1, self.linear2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
        self.act = nn.GELU()

    def forward(self, x):
        inner = torch.einsum("...d,fd->...f", x, self.linear1.weight) + self.linear1.bias
        return torch.einsum("...f,df->...d", self.act(inner), self.linear2.weight) + self.linear2.bias


def count_flops(length, d_model, d_ff):
    def product(a, b, c):
        return 2 * a * b * c

    return {
        "feed_forward": product(length, d_model, d_ff) + product(length, d_ff, d_model),
        "attention": product(length, d_model, length) + product(length, length, d_model),
        "projections": sum(product(length, d_model, d_model) for _ in "qkvo"),
    }


def attend_with_cache(query, key, value, cache=None):
    old_keys, old_values = (key[:, :, :0], value[:, :, :0]) if cache is None else cache
    keys, values = torch.cat((old_keys, key), 2), torch.cat((old_values, value), 2)
    past = old_keys.shape[2]
    later = torch.ones(key.shape[2], keys.shape[2]).triu(past + 1).bool()
    scores = torch.einsum("bhqd,bhkd->bhqk", query * query.shape[3] ** -0.5, keys)
    weights = scores.masked_fill(later, torch.finfo(scores.dtype).min).softmax(3)
    return torch.einsum("bhqk,bhkd->bhqd", weights, values), [keys, values]
