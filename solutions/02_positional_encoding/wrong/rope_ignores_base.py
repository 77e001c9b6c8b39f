"""The parameter base is not passed on.

Your angles fit base 10000 only. Models for long texts choose a larger one. (What older tutorials write, `config.rope_theta = …` on a model that
is made already, is lost in the same way: today's transformers reads it when the model is made.)
"""

# exercise: apply_rope
FAILS = ("test_another_base",)
import torch


def apply_rope(x, offset=0, base=10000.0):
    length, d_head = x.shape[-2:]
    angles = torch.arange(offset, offset + length)[:, None] * angle_rates(d_head)
    cosines, sines = torch.cos(angles), torch.sin(angles)
    first, second = x[..., 0::2], x[..., 1::2]
    return torch.stack([first * cosines - second * sines, first * sines + second * cosines], dim=-1).flatten(-2)
