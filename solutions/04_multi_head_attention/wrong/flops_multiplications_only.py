"""Additions are not counted.

You count one operation for each multiplication. Each product is also added up, so a matrix product costs 2·a·b·c:
this is how everybody counts FLOPs.
"""

# exercise: count_flops
HEADLINE = True
FAILS = ("test_total",)


def count_flops(length, d_model, d_ff):
    return {
        "projections": 4 * length * d_model * d_model,
        "attention": 2 * length * length * d_model,
        "feed_forward": 2 * length * d_model * d_ff,
    }
