"""Plain loops and the math module: one number after the other."""

# exercise: permutation_demo, sinusoidal_pe, add_positional, relative_rotation, pe_similarity, change_layout, apply_rope
import math

import torch


def permutation_demo(attention, x, order):
    shuffled_first = attention(torch.stack([x[int(k)] for k in order]))
    result = attention(x)
    shuffled_after = torch.stack([result[int(k)] for k in order])
    gap = 0.0
    for a, b in zip(shuffled_first.flatten().tolist(), shuffled_after.flatten().tolist(), strict=True):
        gap = max(gap, abs(a - b))
    return shuffled_first, shuffled_after, gap


def sinusoidal_pe(max_len, d_model, base=10000.0, even="sin"):
    if d_model % 2 != 0:
        raise ValueError("odd")
    waves = {"sin": (math.sin, math.cos), "cos": (math.cos, math.sin)}
    if even not in waves:
        raise ValueError(even)
    pe = torch.empty(max_len, d_model)
    for position in range(max_len):
        for column in range(d_model):
            angle = position / base ** (2 * (column // 2) / d_model)
            pe[position, column] = waves[even][column % 2](angle)
    return pe


def add_positional(x, pe, offset=0):
    if len(pe) - offset < x.size(1):
        raise ValueError("too short")
    result = torch.empty(x.shape, dtype=torch.promote_types(x.dtype, pe.dtype))
    for b in range(x.size(0)):
        for t in range(x.size(1)):
            result[b, t] = x[b, t] + pe[offset + t]
    return result


def relative_rotation(delta, d_model, base=10000.0):
    R = torch.zeros(d_model, d_model)
    for k in range(0, d_model, 2):
        theta = delta / base ** (k / d_model)
        R[k, k] = R[k + 1, k + 1] = math.cos(theta)
        R[k, k + 1] = math.sin(theta)
        R[k + 1, k] = -math.sin(theta)
    return R


def pe_similarity(pe):
    return torch.tensor([[sum(a * b for a, b in zip(p, q, strict=True)) for q in pe.tolist()] for p in pe.tolist()])


def change_layout(x, source, target):
    half = x.shape[-1] // 2

    def place(layout, wave, i):
        """Column of the sine (wave 0) or cosine (wave 1) of hand i."""
        if layout == "halves":
            return wave * half + i
        if layout == "sin-cos":
            return 2 * i + wave
        if layout == "cos-sin":
            return 2 * i + 1 - wave
        raise ValueError(layout)

    result = torch.empty_like(x)
    for wave in (0, 1):
        for i in range(half):
            result[..., place(target, wave, i)] = x[..., place(source, wave, i)]
    return result


def apply_rope(x, offset=0, base=10000.0):
    result = x.clone()
    d = x.shape[-1]
    for t in range(x.shape[2]):
        for k in range(0, d, 2):
            angle = (offset + t) * base ** (-k / d)
            a, b = x[:, :, t, k], x[:, :, t, k + 1]
            result[:, :, t, k] = a * math.cos(angle) - b * math.sin(angle)
            result[:, :, t, k + 1] = a * math.sin(angle) + b * math.cos(angle)
    return result
