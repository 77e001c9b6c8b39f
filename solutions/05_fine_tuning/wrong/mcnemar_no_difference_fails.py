"""No answer where the two never differ.

With b + c = 0 there is no coin to toss, and your function raises or gives no number. Nothing speaks for a difference
then: p is 1.
"""

# exercise: mcnemar
FAILS = ("test_no_difference",)
from math import comb


def mcnemar(labels, first, second):
    both = list(zip(labels, first, second, strict=True))
    b = sum(one == label != two for label, one, two in both)
    c = sum(two == label != one for label, one, two in both)
    n = b + c
    share = min(b, c) / n
    p = min(1.0, 2 * sum(comb(n, k) for k in range(round(share * n) + 1)) / 2**n)
    return {"b": b, "c": c, "p": p}
