"""The root is rounded.

`math.isqrt` and `int(…)` give whole numbers. √64 survives that, √50 does not.
"""

# exercise: scale_scores
FAILS = ("test_variance_of_any_width",)
import math


def scale_scores(scores, d_k):
    return scores / math.isqrt(d_k)
