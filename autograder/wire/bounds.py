"""How much one value may be: the same for the side that writes and for the side that reads.

What the decoder would call a broken protocol the encoder must refuse before, as too large: a submission's honest mistake
is never taken for an attack. So both ask this file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.messages import NO_MESSAGE, Message

MAX_DEPTH = 60
MAX_NODES = 2_000_000
"""What all nodes of one value may cost together; see :data:`COSTS`."""
MAX_ITERATOR_ITEMS = 100_000
MAX_HEX_DIGITS = 1 << 14
"""Of one integer: 65,536 bits."""
MAX_DECIMAL = 1 << 12
"""Digits of one Decimal, and how far its point may be from them: ``int(Decimal("1e999999999"))`` would take hours."""
MAX_DIMENSIONS = 64
"""NumPy's own, and more than most operations of torch accept."""
MAX_LENGTH = 1 << 26
"""Of one dimension: also an array without items must not claim a size that a sum over it would have to allocate."""
MAX_TEXT_ARRAY = 64 << 20
MAX_NAME = 100
"""Characters of a name that is no value: of a type, a device, a field."""

COSTS: dict[str, int] = {
    "l": 1, "t": 1, "s": 4, "z": 4, "S": 4, "g": 2, "d": 2, "O": 8, "C": 8, "x": 2, "e": 0, "i": 2, "u": 2, "c": 1,
    "r": 2, "a": 20, "A": 20, "n": 10, "T": 40, "D": 2, "V": 4, "h": 10, "k": 20,
}  # fmt: skip
"""What a node costs beyond its items, in the memory of a number in a list. An item costs one, and a dimension of an array."""

FEW_KEYS = 64
"""Of a set or dict, so few that they cannot collide to anybody's harm."""
COLLISIONS_A_NODE = 16
"""Comparisons of keys that hash alike which take no longer than making one node."""


def shape_problem(shape: Sequence[int]) -> Message:
    """Why there is no array of that shape on the wire; empty if there is."""
    if len(shape) > MAX_DIMENSIONS:
        return Message("an array of more than {number} dimensions", number=MAX_DIMENSIONS)
    if any(size > MAX_LENGTH for size in shape):
        return Message("an array whose side is longer than {number}", number=MAX_LENGTH)
    if 0 in shape and math.prod(size for size in shape if size) > MAX_LENGTH:
        return Message("an empty array of an absurd shape")
    return NO_MESSAGE


def text_array_problem(items: Sequence[str | bytes]) -> Message:
    """Why such an array of text cannot cross: each of its items is as wide as the widest, and a letter takes four bytes."""
    if len(items) * max(map(len, items), default=0) * 4 > MAX_TEXT_ARRAY:
        return Message("an array of text of more than {number} bytes", number=MAX_TEXT_ARRAY)
    return NO_MESSAGE


def decimal_problem(value: Decimal) -> Message:
    """Why a Decimal cannot cross."""
    _, digits, exponent = value.as_tuple()
    if len(digits) > MAX_DECIMAL or (isinstance(exponent, int) and abs(exponent) > MAX_DECIMAL):
        return Message("a Decimal of more than {number} digits", number=MAX_DECIMAL)
    return NO_MESSAGE


def collision_cost(hashes: Iterable[int], keys: Sequence[Any]) -> int:
    """What keys cost that hash alike: a table compares each of them with all that came before it.

    Worked out before a table is made of them, without one: sorted, those that are alike stand side by side. Fractions are
    compared by code in Python, which takes as long as making a node.
    """
    count = len(keys)
    if count <= FEW_KEYS:
        return 0
    ordered = np.sort(np.fromiter(hashes, np.int64, count))
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    alike = np.diff(np.append(starts, count))
    comparisons = int((alike * (alike - 1) // 2).sum())
    slow = comparisons > 0 and any(map(_is_compared_in_python, keys))
    return comparisons if slow else comparisons // COLLISIONS_A_NODE


def _is_compared_in_python(key: Any) -> bool:
    if isinstance(key, tuple):
        return any(map(_is_compared_in_python, tuple.__iter__(key)))
    if isinstance(key, frozenset):
        return any(map(_is_compared_in_python, frozenset.__iter__(key)))
    return isinstance(key, Fraction)
