"""Heads averaged, then repeated.

You average the heads. Joining means laying them side by side: each head's own result has to survive, or heads could
not learn different aspects.
"""

# exercise: merge_heads
FAILS = ("test_worked_example", "test_agrees_with_cat")


def merge_heads(x):
    return x.mean(dim=1).repeat(1, 1, x.shape[1])
