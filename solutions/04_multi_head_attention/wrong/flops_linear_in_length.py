"""Attention grows linearly.

Your count for attention doubles when T doubles. Each of T tokens asks each of T tokens: T². The projections are the
part that is linear.
"""

# exercise: count_flops
FAILS = ("test_total", "test_attention")


def count_flops(length, d_model, d_ff):
    return {
        "projections": 4 * 2 * length * d_model * d_model,
        "attention": 2 * 2 * length * d_model * d_model,
        "feed_forward": 2 * 2 * length * d_model * d_ff,
    }
