"""Heads shuffled together.

All numbers of a token are there, but the heads take turns: first feature of head 0, first feature of head 1, and so
on. Head 0's features should come first, all of them. Which of the two axes that you join runs fast?
"""

# exercise: merge_heads
FAILS = ("test_worked_example", "test_agrees_with_cat")


def merge_heads(x):
    batch, n_heads, length, d_head = x.shape
    return x.permute(0, 2, 3, 1).reshape(batch, length, n_heads * d_head)
