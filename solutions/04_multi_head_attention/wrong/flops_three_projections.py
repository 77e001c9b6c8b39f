"""Three projections.

Queries, keys and values are three; the output projection is the fourth.
"""

# exercise: count_flops
FAILS = ("test_total", "test_projections")


def count_flops(length, d_model, d_ff):
    return {
        "projections": 3 * 2 * length * d_model * d_model,
        "attention": 2 * 2 * length * length * d_model,
        "feed_forward": 2 * 2 * length * d_model * d_ff,
    }
