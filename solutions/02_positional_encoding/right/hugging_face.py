"""As Hugging Face's models write it: XLM's table, BERT's position_ids, LLaMA's rotate_half on rearranged columns."""

# exercise: permutation_demo, sinusoidal_pe, PositionalEncoding, change_layout, LearnedPositions, apply_rope
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def permutation_demo(attention, x, order):
    shuffled_first = attention(torch.index_select(x, 0, order))
    shuffled_after = torch.eye(len(order))[order] @ attention(x)
    return shuffled_first, shuffled_after, torch.dist(shuffled_first, shuffled_after, p=float("inf")).item()


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if d_model % 2 or even not in ("sin", "cos"):
        raise ValueError("d_model must be even, even must be sin or cos")
    position_enc = np.array(
        [[pos / np.power(base, 2 * (j // 2) / d_model) for j in range(d_model)] for pos in range(max_len)]
    )
    out = torch.empty(max_len, d_model)
    sin, cos = np.sin(position_enc[:, 0::2]), np.cos(position_enc[:, 1::2])
    if even == "cos":
        sin, cos = cos, sin
    out[:, 0::2] = torch.FloatTensor(sin)
    out[:, 1::2] = torch.FloatTensor(cos)
    return out.detach_()


class PositionalEncoding(nn.Module):
    pe: torch.Tensor

    def __init__(self, pe: torch.Tensor, dropout: float = 0.1):
        super().__init__()
        self.p = dropout
        self.register_buffer("pe", pe.clone())

    def forward(self, x, offset=0):
        return F.dropout(add_positional(x, self.pe, offset), p=self.p, training=self.training)


def change_layout(x, source, target):
    d = x.shape[-1]
    index = {
        "sin-cos": [(k % 2) * (d // 2) + k // 2 for k in range(d)],
        "cos-sin": [(1 - k % 2) * (d // 2) + k // 2 for k in range(d)],
        "halves": list(range(d)),
    }
    try:
        src, dst = index[source], index[target]
    except KeyError as error:
        raise ValueError(f"unknown layout {error}") from None
    inverse = [src.index(k) for k in dst]
    return x[..., inverse].clone()


class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.position_embeddings = nn.Embedding(max_len, d_model)
        self.register_buffer("position_ids", torch.arange(max_len).expand((1, -1)), persistent=False)

    def forward(self, x, offset=0):
        seq_length = x.size(1)
        ids = self.position_ids[:, offset : offset + seq_length]
        if ids.size(1) < seq_length:
            raise ValueError("too long")
        return x + self.position_embeddings(ids)


def rotate_half(x):
    x1 = x[..., : x.shape[-1] // 2]
    x2 = x[..., x.shape[-1] // 2 :]
    return torch.cat((-x2, x1), dim=-1)


def apply_rope(x, offset=0, base=10000.0):
    T, D = x.shape[-2:]
    inv_freq = 1.0 / (base ** (torch.arange(0, D, 2).float() / D))
    freqs = torch.outer(torch.arange(offset, offset + T).float(), inv_freq)
    emb = torch.cat((freqs, freqs), dim=-1)
    halves = x.unflatten(-1, (D // 2, 2)).transpose(-1, -2).flatten(-2)
    out = halves * emb.cos() + rotate_half(halves) * emb.sin()
    return out.unflatten(-1, (2, D // 2)).transpose(-1, -2).flatten(-2)
