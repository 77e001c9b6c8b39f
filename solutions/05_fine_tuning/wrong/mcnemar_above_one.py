"""A probability above 1.

Where b and c are equal, the middle of the distribution is in both tails, and twice the tail is more than 1. Cut it there:
min(1, …).
"""

# exercise: mcnemar
FAILS = ("test_never_above_one",)
EDGE = True
from math import comb


def mcnemar(labels, first, second):
    both = list(zip(labels, first, second, strict=True))
    b = sum(one == label != two for label, one, two in both)
    c = sum(two == label != one for label, one, two in both)
    n = b + c
    return {"b": b, "c": c, "p": 2 * sum(comb(n, k) for k in range(min(b, c) + 1)) / 2**n if n else 1.0}
