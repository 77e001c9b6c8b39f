"""A view of a transposed tensor.

After `transpose`, the numbers no longer lie in memory in the order in which you read them, and `view` cannot copy.
`reshape` can.
"""

# exercise: merge_heads
FAILS = ("test_shape", "test_worked_example", "test_agrees_with_cat", "test_not_contiguous")
DEFEATS = "It raises on what attention computes (weights @ v is contiguous), so nothing is ever joined."


def merge_heads(x):
    batch, n_heads, length, d_head = x.shape
    return x.transpose(1, 2).view(batch, length, n_heads * d_head)
