"""Biases are counted as well.

Adding a bias costs one operation a number. True, but the exercise counts matrix products only, as everybody does.
"""

# exercise: count_flops
FAILS = ("test_total",)


def count_flops(length, d_model, d_ff):
    return {
        "projections": 4 * (2 * length * d_model * d_model + length * d_model),
        "attention": 4 * length * length * d_model,
        "feed_forward": 4 * length * d_model * d_ff + length * (d_ff + d_model),
    }
