"""One side only.

Your p is the chance that one of the two, named beforehand, comes out so far ahead. Nobody said beforehand which: count
the other tail too, which is as likely, so twice.
"""

# exercise: mcnemar
FAILS = ("test_five_to_nothing", "test_agrees_with_scipy")
from math import comb


def mcnemar(labels, first, second):
    both = list(zip(labels, first, second, strict=True))
    b = sum(one == label != two for label, one, two in both)
    c = sum(two == label != one for label, one, two in both)
    n = b + c
    return {"b": b, "c": c, "p": sum(comb(n, k) for k in range(min(b, c) + 1)) / 2**n}
