"""The upper half is open.

In your mask the first word sees all and the last only itself: everyone sees the future. Row i asks, and may look up
to column i.
"""

# exercise: causal_mask
FAILS = ("test_three_words", "test_no_word_sees_the_future")
HEADLINE = True
import torch


def causal_mask(t_q, t_k=None):
    return torch.ones(t_q, t_k or t_q, dtype=torch.bool).triu()
