"""Features and tokens changed places.

Each head's table is lying on its side: (B, H, d_head, T). The tokens should be its rows and the features its
columns.
"""

# exercise: split_heads
DEFEATS = "Which numbers a head holds is the exercise; here features and tokens are mixed."
FAILS = ("test_shape", "test_worked_example", "test_agrees_with_chunk")


def split_heads(x, n_heads):
    batch, length, d_model = x.shape
    if d_model % n_heads:
        raise ValueError("the heads cannot share the features evenly")
    return x.transpose(1, 2).reshape(batch, n_heads, d_model // n_heads, length)
