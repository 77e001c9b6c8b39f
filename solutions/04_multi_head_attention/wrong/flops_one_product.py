"""Only QKᵀ is counted.

Attention multiplies twice: queries with keys, and then weights with values. Both cost T · T · d_model.
"""

# exercise: count_flops
FAILS = ("test_total",)


def count_flops(length, d_model, d_ff):
    return {
        "projections": 4 * 2 * length * d_model * d_model,
        "attention": 2 * length * length * d_model,
        "feed_forward": 2 * 2 * length * d_model * d_ff,
    }
