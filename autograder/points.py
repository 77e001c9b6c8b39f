"""Adding points up as people do, in decimals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


def total(points: Iterable[float]) -> float:
    """The sum of points as they are written.

    Binary fractions do not add up: to Python, eight times 11.1 and once 11.2 are a hair more or less than 100.

    >>> sum([11.1] * 8 + [11.2]) == 100, total([11.1] * 8 + [11.2]) == 100
    (False, True)
    >>> total([2, 3.5]), total([])
    (5.5, 0.0)
    """
    return float(sum((Decimal(str(value)) for value in points), Decimal()))
