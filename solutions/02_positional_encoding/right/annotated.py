"""As in many tutorials: exp of logarithms, slices with a step, a buffer with an axis for the batch."""

# exercise: angle_rates, sinusoidal_pe, add_positional, PositionalEncoding, pe_similarity, LearnedPositions, apply_rope
import math

import torch
from torch import nn


def angle_rates(d_model, base=10000.0):
    if d_model % 2:
        raise ValueError("d_model must be even")
    return torch.exp(torch.arange(0, d_model, 2).float() * -(math.log(base) / d_model))


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    div_term = angle_rates(d_model, base)
    position = torch.arange(0, max_len, dtype=torch.float).unsqueeze(1)
    pe = torch.zeros(max_len, d_model)
    if even == "sin":
        pe[:, 0::2] = torch.sin(position * div_term)
        pe[:, 1::2] = torch.cos(position * div_term)
    elif even == "cos":
        pe[:, 0::2] = torch.cos(position * div_term)
        pe[:, 1::2] = torch.sin(position * div_term)
    else:
        raise ValueError("even must be sin or cos")
    return pe


def add_positional(x, pe, offset=0):
    batch, length, _ = x.shape
    if offset + length > len(pe):
        raise ValueError("sequence too long")
    return x + pe.unsqueeze(0)[:, offset : offset + length, :].expand(batch, -1, -1)


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.dropout = nn.Dropout(p=dropout)
        self.register_buffer("pe", pe.unsqueeze(0))

    def forward(self, x, offset=0):
        if offset + x.size(1) > self.pe.size(1):
            raise ValueError("sequence too long")
        x = x + self.pe[:, offset : offset + x.size(1)].requires_grad_(False)
        return self.dropout(x)


def pe_similarity(pe):
    return torch.einsum("pd,qd->pq", pe, pe)


class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.position_embeddings = nn.Parameter(torch.randn(1, max_len, d_model) * 0.02)

    def forward(self, x, offset=0):
        if offset + x.size(1) > self.position_embeddings.size(1):
            raise ValueError("sequence too long")
        return x + self.position_embeddings[:, offset : offset + x.size(1)]


def apply_rope(x, offset=0, base=10000.0):
    T, d = x.shape[-2:]
    inv_freq = 1.0 / (base ** (torch.arange(0, d, 2).float() / d))
    freqs = torch.outer(torch.arange(offset, offset + T).float(), inv_freq)
    cos, sin = freqs.cos().repeat_interleave(2, -1), freqs.sin().repeat_interleave(2, -1)
    rotated = torch.stack((-x[..., 1::2], x[..., ::2]), dim=-1).flatten(-2)
    return x * cos + rotated * sin
