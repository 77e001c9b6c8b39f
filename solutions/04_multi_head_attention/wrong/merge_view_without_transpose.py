"""Merge without transpose.

Your shape is right, but a token's vector is made of several tokens' numbers from one head. The heads stand before
the tokens; they have to stand next to their features before two axes can become one.
"""

# exercise: merge_heads
HEADLINE = True
FAILS = ("test_worked_example", "test_agrees_with_cat")


def merge_heads(x):
    batch, n_heads, length, d_head = x.shape
    return x.reshape(batch, length, n_heads * d_head)
