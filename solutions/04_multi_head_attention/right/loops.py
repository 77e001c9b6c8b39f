"""Loops over heads and tokens: slow, and easy to check by hand."""

# exercise: split_heads, merge_heads, MultiHeadAttention, weights_from_torch, ablate_heads, greedy_decode, attend_with_cache, bert_weights
import math
import re

import torch
from torch import nn


def split_heads(x, n_heads):
    d_model = x.size(-1)
    if d_model % n_heads:
        raise ValueError
    d_head = d_model // n_heads
    return torch.stack([x[:, :, h * d_head : (h + 1) * d_head] for h in range(n_heads)], dim=1)


def merge_heads(x):
    return torch.cat([x[:, h] for h in range(x.size(1))], dim=2)


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads, self.d_head = n_heads, d_model // n_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def one_head(self, q, k, v, keep):
        scores = torch.bmm(q, k.mT) / math.sqrt(self.d_head)
        if keep is not None:
            keep = keep.expand_as(scores)
            scores = torch.where(keep, scores, torch.tensor(float("-inf")))
            empty = ~keep.any(-1, keepdim=True)
            weights = torch.where(empty, 0.0, torch.softmax(torch.where(empty, 0.0, scores), dim=-1))
        else:
            weights = torch.softmax(scores, dim=-1)
        return weights @ v, weights

    def forward(self, query, key, value, keep=None):
        q, k, v = self.q_proj(query), self.k_proj(key), self.v_proj(value)
        outputs, weights = [], []
        for h in range(self.n_heads):
            part = slice(h * self.d_head, (h + 1) * self.d_head)
            output, weight = self.one_head(q[..., part], k[..., part], v[..., part], keep)
            outputs.append(output)
            weights.append(weight)
        return self.out_proj(torch.cat(outputs, dim=-1)), torch.stack(weights, dim=1)


def weights_from_torch(state):
    d = state["out_proj.weight"].shape[0]
    new = {}
    for i, name in enumerate(["q_proj", "k_proj", "v_proj"]):
        new[name + ".weight"] = state["in_proj_weight"][i * d : (i + 1) * d].clone()
        new[name + ".bias"] = state["in_proj_bias"][i * d : (i + 1) * d].clone()
    for kind in ["weight", "bias"]:
        new["out_proj." + kind] = state["out_proj." + kind].clone()
    return new


def ablate_heads(mixed, out_weight, out_bias, drop):
    batch, n_heads, length, d_head = mixed.shape
    output = torch.zeros(batch, length, out_weight.shape[0]) + out_bias
    for h in range(n_heads):
        if h not in drop:
            output = output + mixed[:, h] @ out_weight[:, h * d_head : (h + 1) * d_head].T
    return output


def greedy_decode(next_scores, max_len):
    written = []
    for _ in range(max_len):
        _, best = torch.max(next_scores([1, *written]), dim=0)
        if best.item() == 2:
            return written
        written.append(best.item())
    return written


def bert_weights(weights):
    pieces = [
        (r"^embeddings\.word_embeddings\.", "embeddings.token."),
        (r"^embeddings\.position_embeddings\.", "embeddings.position."),
        (r"^embeddings\.token_type_embeddings\.", "embeddings.segment."),
        (r"^embeddings\.LayerNorm\.", "embeddings.norm."),
        (r"^encoder\.layer\.(\d+)\.attention\.self\.(q|k|v)(uery|ey|alue)\.", r"blocks.\1.attention.\2_proj."),
        (r"^encoder\.layer\.(\d+)\.attention\.output\.dense\.", r"blocks.\1.attention.out_proj."),
        (r"^encoder\.layer\.(\d+)\.attention\.output\.LayerNorm\.", r"blocks.\1.norm1."),
        (r"^encoder\.layer\.(\d+)\.intermediate\.dense\.", r"blocks.\1.feed_forward.linear1."),
        (r"^encoder\.layer\.(\d+)\.output\.dense\.", r"blocks.\1.feed_forward.linear2."),
        (r"^encoder\.layer\.(\d+)\.output\.LayerNorm\.", r"blocks.\1.norm2."),
    ]
    renamed = {}
    for name, tensor in weights.items():
        for pattern, replacement in pieces:
            new, found = re.subn(pattern, replacement, name)
            if found:
                renamed[new] = tensor
    return renamed


def attend_with_cache(query, key, value, cache=None):
    outputs = []
    for t in range(query.shape[2]):  # one new token after the other: nothing has to be hidden
        k, v = key[:, :, t : t + 1], value[:, :, t : t + 1]
        cache = (k, v) if cache is None else (torch.cat([cache[0], k], 2), torch.cat([cache[1], v], 2))
        scores = (query[:, :, t : t + 1] * cache[0]).sum(-1) / query.shape[-1] ** 0.5
        outputs.append((scores.softmax(-1)[..., None] * cache[1]).sum(2))
    return torch.stack(outputs, dim=2), cache
