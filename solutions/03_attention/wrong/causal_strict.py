"""A word may not see itself.

Your diagonal is closed. When the model guesses the next word, the present one is known; and the first word would see
nothing at all.
"""

# exercise: causal_mask
FAILS = ("test_three_words", "test_diagonal")
import torch


def causal_mask(t_q, t_k=None):
    return torch.ones(t_q, t_k or t_q, dtype=torch.bool).tril(diagonal=-1)
