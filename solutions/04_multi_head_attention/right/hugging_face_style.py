"""In the manner of Hugging Face's modeling_bert: additive masks, position ids in a buffer."""

# exercise: split_heads, merge_heads, MultiHeadAttention, weights_from_torch, ablate_heads, LayerNorm, FeedForward, EncoderBlock, BertEmbeddings, DecoderBlock, greedy_decode, count_parameters, count_flops, bert_weights
import math
import re

import torch
from torch import nn
from torch.nn import functional as F


def split_heads(x, n_heads):
    if x.size(-1) % n_heads:
        raise ValueError("The hidden size is not a multiple of the number of attention heads")
    new_x_shape = (*x.size()[:-1], n_heads, x.size(-1) // n_heads)
    x = x.view(new_x_shape)
    return x.permute(0, 2, 1, 3)


def merge_heads(x):
    x = x.permute(0, 2, 1, 3).contiguous()
    return x.view((*x.size()[:-2], x.size(-2) * x.size(-1)))


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        if d_model % n_heads != 0:
            raise ValueError("d_model not divisible")
        self.num_attention_heads = n_heads
        self.attention_head_size = d_model // n_heads
        self.all_head_size = d_model
        self.q_proj = nn.Linear(d_model, self.all_head_size)
        self.k_proj = nn.Linear(d_model, self.all_head_size)
        self.v_proj = nn.Linear(d_model, self.all_head_size)
        self.out_proj = nn.Linear(self.all_head_size, d_model)

    def transpose_for_scores(self, x):
        x = x.view(*x.shape[:-1], self.num_attention_heads, self.attention_head_size)
        return x.permute(0, 2, 1, 3)

    def forward(self, query, key, value, keep=None):
        query_layer = self.transpose_for_scores(self.q_proj(query))
        key_layer = self.transpose_for_scores(self.k_proj(key))
        value_layer = self.transpose_for_scores(self.v_proj(value))
        attention_scores = torch.matmul(query_layer, key_layer.transpose(-1, -2))
        attention_scores = attention_scores / math.sqrt(self.attention_head_size)
        if keep is not None:
            extended = keep[:, None, :, :] if keep.dim() == 3 else keep[None, None]
            additive = (1.0 - extended.to(attention_scores.dtype)) * torch.finfo(attention_scores.dtype).min
            attention_scores = attention_scores + additive
        attention_probs = nn.functional.softmax(attention_scores, dim=-1)
        if keep is not None:
            attention_probs = attention_probs * extended
        context_layer = torch.matmul(attention_probs, value_layer)
        context_layer = context_layer.permute(0, 2, 1, 3).contiguous()
        context_layer = context_layer.view(*context_layer.size()[:-2], self.all_head_size)
        return self.out_proj(context_layer), attention_probs


def weights_from_torch(state):
    q, k, v = state["in_proj_weight"].chunk(3)
    bq, bk, bv = state["in_proj_bias"].chunk(3)
    return {
        "q_proj.weight": q,
        "q_proj.bias": bq,
        "k_proj.weight": k,
        "k_proj.bias": bk,
        "v_proj.weight": v,
        "v_proj.bias": bv,
        "out_proj.weight": state["out_proj.weight"],
        "out_proj.bias": state["out_proj.bias"],
    }


def ablate_heads(mixed, out_weight, out_bias, drop):
    head_mask = torch.ones(mixed.shape[1], dtype=mixed.dtype)
    for h in drop:
        head_mask[h] = 0
    return F.linear(merge_heads(mixed * head_mask[None, :, None, None]), out_weight, out_bias)


class LayerNorm(nn.Module):
    def __init__(self, d_model, eps=1e-12):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))
        self.variance_epsilon = eps

    def forward(self, x):
        u = x.mean(-1, keepdim=True)
        s = (x - u).pow(2).mean(-1, keepdim=True)
        x = (x - u) / torch.sqrt(s + self.variance_epsilon)
        return self.weight * x + self.bias


def gelu(x):
    return x * 0.5 * (1.0 + torch.erf(x / math.sqrt(2.0)))


class FeedForward(nn.Module):
    def __init__(self, d_model, d_ff):
        super().__init__()
        self.linear1 = nn.Linear(d_model, d_ff)
        self.intermediate_act_fn = gelu
        self.linear2 = nn.Linear(d_ff, d_model)

    def forward(self, x):
        return self.linear2(self.intermediate_act_fn(self.linear1(x)))


class BertOutput(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden_states, input_tensor, norm):
        return norm(self.dropout(hidden_states) + input_tensor)


class EncoderBlock(nn.Module):
    def __init__(self, attention, norm1, feed_forward, norm2, dropout=0.1):
        super().__init__()
        self.attention, self.norm1 = attention, norm1
        self.feed_forward, self.norm2 = feed_forward, norm2
        self.out1, self.out2 = BertOutput(dropout), BertOutput(dropout)

    def forward(self, x, keep=None):
        attention_output, weights = self.attention(query=x, key=x, value=x, keep=keep)
        attention_output = self.out1(attention_output, x, self.norm1)
        return self.out2(self.feed_forward(attention_output), attention_output, self.norm2), weights


class BertEmbeddings(nn.Module):
    def __init__(self, vocab_size, max_len, n_segments, d_model, norm, dropout=0.1):
        super().__init__()
        self.token = nn.Embedding(vocab_size, d_model, padding_idx=0)
        self.position = nn.Embedding(max_len, d_model)
        self.segment = nn.Embedding(n_segments, d_model)
        self.norm = norm
        self.dropout = nn.Dropout(dropout)
        self.register_buffer("position_ids", torch.arange(max_len).expand((1, -1)), persistent=False)
        self.register_buffer(
            "token_type_ids", torch.zeros(self.position_ids.size(), dtype=torch.long), persistent=False
        )

    def forward(self, ids, segments=None):
        input_shape = ids.size()
        seq_length = input_shape[1]
        position_ids = self.position_ids[:, :seq_length]
        if segments is None:
            segments = self.token_type_ids[:, :seq_length].expand(input_shape[0], seq_length)
        embeddings = self.token(ids) + self.segment(segments)
        embeddings += self.position(position_ids)
        return self.dropout(self.norm(embeddings))


class DecoderBlock(nn.Module):
    def __init__(self, self_attention, norm1, cross_attention, norm2, feed_forward, norm3, dropout=0.1):
        super().__init__()
        self.self_attention = self_attention
        self.norm1 = norm1
        self.cross_attention = cross_attention
        self.norm2 = norm2
        self.feed_forward = feed_forward
        self.norm3 = norm3
        self.dropout1 = nn.Dropout(dropout)
        self.dropout2 = nn.Dropout(dropout)
        self.dropout3 = nn.Dropout(dropout)

    def _sa_block(self, x, mask):
        return self.dropout1(self.self_attention(x, x, x, mask)[0])

    def forward(self, y, memory, keep_self=None, keep_memory=None):
        x = y
        x = self.norm1(x + self._sa_block(x, keep_self))
        out, weights = self.cross_attention(x, memory, memory, keep=keep_memory)
        x = self.norm2(x + self.dropout2(out))
        x = self.norm3(x + self.dropout3(self.feed_forward(x)))
        return x, weights


@torch.no_grad()
def greedy_decode(next_scores, max_len):
    generated = torch.tensor([1])
    for _ in range(max_len):
        logits = next_scores(generated.tolist())
        token = torch.argmax(logits, dim=-1, keepdim=True)
        if token.item() == 2:
            break
        generated = torch.cat([generated, token])
    return generated[1:].tolist()


def count_parameters(config):
    with torch.device("meta"):
        d = config["hidden_size"]
        e = BertEmbeddings(
            config["vocab_size"], config["max_position_embeddings"], config["type_vocab_size"], d, nn.LayerNorm(d)
        )
        total = sum(p.numel() for p in e.parameters())
        block = nn.TransformerEncoderLayer(d, config["num_attention_heads"], config["intermediate_size"])
        return total + config["num_hidden_layers"] * sum(p.numel() for p in block.parameters())


def count_flops(length, d_model, d_ff):
    def mm(a, b, c):
        return 2 * a * b * c

    return {
        "projections": 4 * mm(length, d_model, d_model),
        "attention": mm(length, d_model, length) + mm(length, length, d_model),
        "feed_forward": mm(length, d_model, d_ff) + mm(length, d_ff, d_model),
    }


def bert_weights(weights):
    n_layers = 1 + max(
        int(re.match(r"encoder\.layer\.(\d+)\.", k).group(1)) for k in weights if k.startswith("encoder.layer.")
    )
    mapping = {
        "embeddings.token.weight": "embeddings.word_embeddings.weight",
        "embeddings.position.weight": "embeddings.position_embeddings.weight",
        "embeddings.segment.weight": "embeddings.token_type_embeddings.weight",
        "embeddings.norm.weight": "embeddings.LayerNorm.weight",
        "embeddings.norm.bias": "embeddings.LayerNorm.bias",
    }
    for i in range(n_layers):
        for p in ("weight", "bias"):
            for mine, hf in {
                "attention.q_proj": "attention.self.query",
                "attention.k_proj": "attention.self.key",
                "attention.v_proj": "attention.self.value",
                "attention.out_proj": "attention.output.dense",
                "norm1": "attention.output.LayerNorm",
                "feed_forward.linear1": "intermediate.dense",
                "feed_forward.linear2": "output.dense",
                "norm2": "output.LayerNorm",
            }.items():
                mapping[f"blocks.{i}.{mine}.{p}"] = f"encoder.layer.{i}.{hf}.{p}"
    return {mine: weights[hf].clone() for mine, hf in mapping.items()}
