"""The approximation in place of the exact test.

(b - c)² / (b + c) follows a chi-square distribution when b + c is large. With a dozen differences it is off; the
docstring asks for the exact binomial test. (And where the two never differ, it divides by 0.)
"""

# exercise: mcnemar
FAILS = ("test_five_to_nothing", "test_agrees_with_scipy")
from math import erfc, sqrt


def mcnemar(labels, first, second):
    both = list(zip(labels, first, second, strict=True))
    b = sum(one == label != two for label, one, two in both)
    c = sum(two == label != one for label, one, two in both)
    return {"b": b, "c": c, "p": erfc(sqrt((b - c) ** 2 / (b + c) / 2)) if b + c else 1.0}
