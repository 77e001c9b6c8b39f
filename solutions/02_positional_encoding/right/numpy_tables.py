"""NumPy for the tables, look-ups by index for the sums, and the rotation as a sum of two sparse matrices."""

# exercise: angle_rates, sinusoidal_pe, add_positional, PositionalEncoding, relative_rotation, LearnedPositions
import numpy as np
import torch
from torch import nn


def angle_rates(d_model, base=10000.0):
    if d_model % 2:
        raise ValueError("d_model must be even")
    return torch.from_numpy(1 / np.power(base, 2 * np.arange(d_model // 2) / d_model))


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if d_model % 2 or even not in {"sin", "cos"}:
        raise ValueError("d_model must be even, and even one of sin and cos")
    columns = np.arange(d_model)
    angles = np.arange(max_len)[:, np.newaxis] / base ** (2 * (columns // 2) / d_model)
    shift = columns % 2 if even == "sin" else 1 - columns % 2
    return torch.tensor(np.sin(angles + shift * np.pi / 2), dtype=torch.float32)  # cos a = sin(a + π/2)


def add_positional(x, pe, offset=0):
    positions = torch.arange(x.shape[1]) + offset
    if positions[-1] >= pe.shape[0]:
        raise ValueError("too short")
    return torch.stack([sentence + pe.index_select(0, positions) for sentence in x])


class PositionalEncoding(nn.Module):
    def __init__(self, pe, dropout=0.1):
        super().__init__()
        self.pe = nn.Buffer(pe.clone())
        self.p = dropout

    def forward(self, x, offset=0):
        summed = add_positional(x, self.pe, offset)
        return torch.nn.functional.dropout(summed, p=self.p, training=self.training)


def relative_rotation(delta, d_model, base=10000.0):
    theta = delta * np.repeat(base ** (-2 * np.arange(d_model // 2) / d_model), 2)
    quarter_turn = np.kron(np.eye(d_model // 2), [[0, 1], [-1, 0]])
    return torch.tensor(np.diag(np.cos(theta)) + np.diag(np.sin(theta)) @ quarter_turn)


class LearnedPositions(nn.Module):
    def __init__(self, max_len, d_model):
        super().__init__()
        self.max_len = max_len
        self.emb = nn.Embedding(max_len, d_model, _weight=torch.randn(max_len, d_model))

    def forward(self, x, offset=0):
        ids = torch.arange(x.shape[1], device=x.device).repeat(x.shape[0], 1) + offset
        if int(ids.max()) > self.max_len - 1:
            raise ValueError("too long")
        return x + self.emb(ids)
