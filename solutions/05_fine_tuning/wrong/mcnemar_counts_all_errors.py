"""Texts on which both are wrong are counted too.

You compare how many errors each one makes. McNemar's test looks only at texts on which exactly one of the two is right:
what both get right, or both get wrong, says nothing about which is better.
"""

# exercise: mcnemar
FAILS = ("test_counts",)
HEADLINE = True
from math import comb


def mcnemar(labels, first, second):
    b = sum(two != label for label, two in zip(labels, second, strict=True))
    c = sum(one != label for label, one in zip(labels, first, strict=True))
    n = b + c
    p = min(1.0, 2 * sum(comb(n, k) for k in range(min(b, c) + 1)) / 2**n)
    return {"b": b, "c": c, "p": p}
