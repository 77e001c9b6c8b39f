"""True where a word may not look.

You marked the future with True. That is the mask of what is *forbidden*; here True means may look.
"""

# exercise: causal_mask
FAILS = ("test_three_words", "test_diagonal", "test_no_word_sees_the_future")
import torch


def causal_mask(t_q, t_k=None):
    return torch.ones(t_q, t_k or t_q, dtype=torch.bool).triu(diagonal=1)
