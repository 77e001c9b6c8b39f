"""Heads deal the features out like cards.

Your head 0 takes every H-th feature: 0, H, 2H and so on. It should take the first d_head features in a row. When
you make two axes of one, which of them runs slowly and which one fast?
"""

# exercise: split_heads
FAILS = ("test_worked_example", "test_agrees_with_chunk")


def split_heads(x, n_heads):
    batch, length, d_model = x.shape
    if d_model % n_heads:
        raise ValueError("the heads cannot share the features evenly")
    return x.reshape(batch, length, d_model // n_heads, n_heads).permute(0, 3, 1, 2)
