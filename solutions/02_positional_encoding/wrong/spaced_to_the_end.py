"""Spaced as in the authors' program, not as in the paper.

Your first rate is 1 and your last one exactly 1 / base. That is how tensor2tensor, the paper's own code, spaces
them: it divides by one hand less. The formula in §3.5 divides 2i by d_model, so the last hand is a little faster
than 1 / base.
"""

# exercise: angle_rates
FAILS = ("test_worked_example", "test_rates_of_a_wider_encoding")
import torch


def angle_rates(d_model, base=10000.0):
    if d_model % 2:
        raise ValueError("d_model has to be even")
    hands = d_model // 2
    return base ** (-torch.arange(hands) / max(hands - 1, 1))
