"""One layer of the feed-forward network.

There and back: d_model to d_ff, and d_ff to d_model. You count one of the two.
"""

# exercise: count_flops
FAILS = ("test_total",)


def count_flops(length, d_model, d_ff):
    return {
        "projections": 4 * 2 * length * d_model * d_model,
        "attention": 2 * 2 * length * length * d_model,
        "feed_forward": 2 * length * d_model * d_ff,
    }
