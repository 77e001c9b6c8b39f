"""View without transpose.

Your shape is right, but each head holds whole tokens instead of a part of every token: `view` counts the numbers
differently and never moves one. Follow 10·t + c in the worked example: head 0 should have all three tens digits.
First make two axes out of the last one, then move the heads.
"""

# exercise: split_heads
HEADLINE = True
FAILS = ("test_worked_example", "test_agrees_with_chunk")


def split_heads(x, n_heads):
    batch, length, d_model = x.shape
    if d_model % n_heads:
        raise ValueError("the heads cannot share the features evenly")
    return x.reshape(batch, n_heads, length, d_model // n_heads)
