"""Functional style: state made in __init__, torch.nn.functional in forward, drop-out by the module's own mode."""

# exercise: MultiHeadAttention, FeedForward, EncoderBlock, BertEmbeddings, DecoderBlock, count_parameters, attend_with_cache
import torch
import torch.nn.functional as F
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.d_model, self.n_heads = d_model, n_heads
        self.q_proj, self.k_proj = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)
        self.v_proj, self.out_proj = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)

    def forward(self, query, key, value, keep=None):
        def heads(x):
            return x.unflatten(-1, (self.n_heads, -1)).transpose(-3, -2)

        q, k, v = heads(self.q_proj(query)), heads(self.k_proj(key)), heads(self.v_proj(value))
        if keep is None:
            keep = torch.ones((), dtype=torch.bool)
        while keep.dim() < 3:
            keep = keep.unsqueeze(0)
        keep = keep.unsqueeze(1)
        nowhere = ~keep.expand(-1, -1, -1, k.size(-2)).any(-1, keepdim=True)
        bias = torch.zeros(keep.shape).masked_fill(~(keep | nowhere), float("-inf"))
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.expand(len(q), -1, q.size(-2), k.size(-2)))
        weights = torch.softmax(q @ k.transpose(-2, -1) * (self.d_model // self.n_heads) ** -0.5 + bias, dim=-1)
        mixed, weights = mixed.masked_fill(nowhere, 0.0), weights.masked_fill(nowhere, 0.0)
        return self.out_proj(mixed.transpose(-3, -2).flatten(-2)), weights


class FeedForward(nn.Module):
    def __init__(self, d_model, d_ff):
        super().__init__()
        self.linear1 = nn.Linear(d_model, d_ff)
        self.linear2 = nn.Linear(d_ff, d_model)

    def forward(self, x):
        x = self.linear1(x)
        x = 0.5 * x * (1.0 + torch.erf(x / 2**0.5))
        return self.linear2(x)


class EncoderBlock(nn.Module):
    def __init__(self, attention, norm1, feed_forward, norm2, dropout=0.1):
        super().__init__()
        self.attention, self.norm1, self.feed_forward, self.norm2 = attention, norm1, feed_forward, norm2
        self.p = dropout

    def forward(self, x, keep=None):
        a, w = self.attention(query=x, key=x, value=x, keep=keep)
        h = self.norm1(F.dropout(a, self.p, self.training) + x)
        return self.norm2(F.dropout(self.feed_forward(h), self.p, self.training) + h), w


class BertEmbeddings(nn.Module):
    def __init__(self, vocab_size, max_len, n_segments, d_model, norm, dropout=0.1):
        super().__init__()
        self.token = nn.Embedding(vocab_size, d_model, padding_idx=0)
        self.position = nn.Embedding(max_len, d_model)
        self.segment = nn.Embedding(n_segments, d_model)
        self.norm = norm
        self.drop = nn.Dropout(dropout)
        self.register_buffer("position_ids", torch.arange(max_len)[None], persistent=False)

    def forward(self, ids, segments=None):
        _, length = ids.shape
        x = self.token(ids)
        x = x + self.position.weight[:length]
        x = x + (self.segment.weight[0] if segments is None else self.segment(segments))
        return self.drop(self.norm(x))


class DecoderBlock(nn.Module):
    def __init__(self, self_attention, norm1, cross_attention, norm2, feed_forward, norm3, dropout=0.1):
        super().__init__()
        self.self_attention, self.cross_attention, self.feed_forward = self_attention, cross_attention, feed_forward
        self.norm1, self.norm2, self.norm3 = norm1, norm2, norm3
        self.drop1, self.drop2, self.drop3 = nn.Dropout(dropout), nn.Dropout(dropout), nn.Dropout(dropout)

    def forward(self, y, memory, keep_self=None, keep_memory=None):
        a, _ = self.self_attention(y, y, y, keep=keep_self)
        y = self.norm1(y + self.drop1(a))
        c, cross = self.cross_attention(y, memory, memory, keep=keep_memory)
        y = self.norm2(y + self.drop2(c))
        f = self.feed_forward(y)
        return self.norm3(y + self.drop3(f)), cross


def count_parameters(config):
    def linear(n_in, n_out):
        return (n_in + 1) * n_out

    d = config["hidden_size"]
    total = d * (config["vocab_size"] + config["max_position_embeddings"] + config["type_vocab_size"] + 2)
    for _ in range(config["num_hidden_layers"]):
        total += 4 * linear(d, d) + linear(d, config["intermediate_size"]) + linear(config["intermediate_size"], d)
        total += 2 * (d + d)
    return total


def attend_with_cache(query, key, value, cache=None):
    keys, values = [key], [value]
    if cache is not None:
        keys.insert(0, cache[0])
        values.insert(0, cache[1])
    k, v = torch.concat(keys, 2), torch.concat(values, 2)
    place = torch.arange(k.shape[2])
    may = place[None, :] <= place[-query.shape[2] :, None]
    return F.scaled_dot_product_attention(query, k, v, attn_mask=may), (k, v)
