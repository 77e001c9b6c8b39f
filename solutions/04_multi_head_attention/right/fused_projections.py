"""In the manner of small GPTs: one fused projection where all three inputs are one, torch's own attention inside."""

# exercise: split_heads, merge_heads, MultiHeadAttention, weights_from_torch, ablate_heads, LayerNorm, FeedForward, EncoderBlock, BertEmbeddings, DecoderBlock, greedy_decode, count_parameters, count_flops, bert_weights
import torch
from torch import nn
from torch.nn import functional as F


def split_heads(x, n_heads):
    B, T, C = x.size()
    if C % n_heads != 0:
        raise ValueError
    return x.view(B, T, n_heads, C // n_heads).transpose(1, 2)


def merge_heads(x):
    B, nh, T, hs = x.size()
    return x.transpose(1, 2).contiguous().view(B, T, nh * hs)


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        assert d_model % n_heads == 0
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)
        self.n_head, self.n_embd = n_heads, d_model

    def forward(self, query, key, value, keep=None):
        B, _Tq, _C = query.shape
        if query is key and key is value:
            w = torch.cat([self.q_proj.weight, self.k_proj.weight, self.v_proj.weight])
            b = torch.cat([self.q_proj.bias, self.k_proj.bias, self.v_proj.bias])
            q, k, v = F.linear(query, w, b).split(self.n_embd, dim=2)
        else:
            q, k, v = self.q_proj(query), self.k_proj(key), self.v_proj(value)
        q, k, v = (split_heads(t, self.n_head) for t in (q, k, v))
        if keep is not None:
            while keep.dim() < 3:
                keep = keep[None]
            keep = keep[:, None]
        # output by the flash path, weights by asking for the identity as values
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=keep)
        eye = torch.eye(k.shape[-2], dtype=q.dtype).expand(B, self.n_head, -1, -1)
        att = F.scaled_dot_product_attention(q, k, eye, attn_mask=keep)
        return self.out_proj(merge_heads(y)), att


def weights_from_torch(state):
    names = ["q_proj", "k_proj", "v_proj"]
    result = {k: v.detach().clone() for k, v in state.items() if k.startswith("out_proj")}
    for kind in ("weight", "bias"):
        stacked = state[f"in_proj_{kind}"]
        for name, part in zip(names, stacked.reshape(3, -1, *stacked.shape[1:]), strict=False):
            result[f"{name}.{kind}"] = part.clone()
    return result


def ablate_heads(mixed, out_weight, out_bias, drop):
    B, H, T, d = mixed.shape
    out = out_bias.expand(B, T, -1)
    for h in range(H):
        if h in drop:
            continue
        out = out + mixed[:, h] @ out_weight[:, h * d : (h + 1) * d].T
    return out


class LayerNorm(nn.Module):
    def __init__(self, d_model, eps=1e-12):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))
        self.eps = eps

    def forward(self, x):
        var, mean = torch.var_mean(x, dim=-1, keepdim=True, correction=0)
        return torch.addcmul(self.bias, self.weight, (x - mean) * torch.rsqrt(var + self.eps))


class FeedForward(nn.Module):
    def __init__(self, d_model, d_ff):
        super().__init__()
        self.linear1 = nn.Linear(d_model, d_ff, bias=True)
        self.gelu = nn.GELU()
        self.linear2 = nn.Linear(d_ff, d_model, bias=True)

    def forward(self, x):
        x = self.linear1(x)
        x = self.gelu(x)
        return self.linear2(x)


class EncoderBlock(nn.Module):
    def __init__(self, attention, norm1, feed_forward, norm2, dropout=0.1):
        super().__init__()
        self.attention, self.norm1, self.feed_forward, self.norm2 = attention, norm1, feed_forward, norm2
        self.p = dropout

    def forward(self, x, keep=None):
        attn, w = self.attention(x, x, x, keep)
        x = self.norm1(x + F.dropout(attn, self.p, self.training))
        x = self.norm2(x + F.dropout(self.feed_forward(x), self.p, training=self.training))
        return x, w


class BertEmbeddings(nn.Module):
    def __init__(self, vocab_size, max_len, n_segments, d_model, norm, dropout=0.1):
        super().__init__()
        self.token = nn.Embedding(vocab_size, d_model)
        self.position = nn.Embedding(max_len, d_model)
        self.segment = nn.Embedding(n_segments, d_model)
        self.norm = norm
        self.drop = nn.Dropout(p=dropout)

    def forward(self, ids, segments=None):
        _b, t = ids.size()
        pos = torch.arange(0, t, dtype=torch.long, device=ids.device).unsqueeze(0)
        seg = self.segment.weight[0] if segments is None else self.segment(segments)
        return self.drop(self.norm(self.token(ids) + self.position(pos) + seg))


class DecoderBlock(nn.Module):
    def __init__(self, self_attention, norm1, cross_attention, norm2, feed_forward, norm3, dropout=0.1):
        super().__init__()
        self.self_attention, self.norm1 = self_attention, norm1
        self.cross_attention, self.norm2 = cross_attention, norm2
        self.feed_forward, self.norm3 = feed_forward, norm3
        self.p = dropout

    def residual(self, x, sub, norm):
        return norm(x + F.dropout(sub, self.p, self.training))

    def forward(self, y, memory, keep_self=None, keep_memory=None):
        y = self.residual(y, self.self_attention(y, y, y, keep_self)[0], self.norm1)
        cross, w = self.cross_attention(y, memory, memory, keep_memory)
        y = self.residual(y, cross, self.norm2)
        return self.residual(y, self.feed_forward(y), self.norm3), w


def greedy_decode(next_scores, max_len):
    out = []
    for _ in range(max_len):
        scores = next_scores([1, *out])
        best = max(range(len(scores)), key=lambda i: float(scores[i]))
        if best == 2:
            return out
        out = [*out, best]
    return out


def count_parameters(config):
    V, P, S = (config[k] for k in ("vocab_size", "max_position_embeddings", "type_vocab_size"))
    d, f, L = (config[k] for k in ("hidden_size", "intermediate_size", "num_hidden_layers"))
    return d * (V + P + S + 2) + L * (4 * d * (d + 1) + f * (d + 1) + d * (f + 1) + 4 * d)


def count_flops(length, d_model, d_ff):
    return {
        "projections": 8 * length * d_model**2,
        "attention": 4 * length**2 * d_model,
        "feed_forward": 4 * length * d_model * d_ff,
    }


def bert_weights(weights):
    out = {}
    for name, w in weights.items():
        parts = name.split(".")
        kind = parts[-1]
        if parts[0] == "embeddings":
            table = {
                "word_embeddings": "token",
                "position_embeddings": "position",
                "token_type_embeddings": "segment",
                "LayerNorm": "norm",
            }
            if parts[1] in table:
                out[f"embeddings.{table[parts[1]]}.{kind}"] = w
        elif parts[:2] == ["encoder", "layer"]:
            i, middle = parts[2], ".".join(parts[3:-1])
            table = {
                "attention.self.query": "attention.q_proj",
                "attention.self.key": "attention.k_proj",
                "attention.self.value": "attention.v_proj",
                "attention.output.dense": "attention.out_proj",
                "attention.output.LayerNorm": "norm1",
                "intermediate.dense": "feed_forward.linear1",
                "output.dense": "feed_forward.linear2",
                "output.LayerNorm": "norm2",
            }
            out[f"blocks.{i}.{table[middle]}.{kind}"] = w
    return out
