"""The heads stay behind the tokens.

You have cut each vector rightly, but the result is (B, T, H, d_head). A matrix product works on the last two axes,
so it would multiply heads with heads. The tokens have to be next to the last.
"""

# exercise: split_heads
FAILS = ("test_shape",)


def split_heads(x, n_heads):
    batch, length, d_model = x.shape
    if d_model % n_heads:
        raise ValueError("the heads cannot share the features evenly")
    return x.reshape(batch, length, n_heads, d_model // n_heads)
