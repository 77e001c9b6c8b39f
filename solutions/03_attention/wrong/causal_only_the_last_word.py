"""A word sees itself only.

Your mask is a diagonal. A word may look at itself *and* at all before it.
"""

# exercise: causal_mask
FAILS = ("test_three_words",)
import torch


def causal_mask(t_q, t_k=None):
    return torch.eye(t_q, t_k or t_q, dtype=torch.bool)
