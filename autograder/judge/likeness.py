"""What an operation on student code, or on a known solution, did, and whether two did the same but for rounding.

An outcome is all of it: what was returned or raised, which arguments were changed in place, and how often the functions
that were given were called.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch

from .proxies import Proxy


class Kept:
    """In place of a value that is no data: a function, a module, an object. Which one is asked by what is done with it."""

    def __repr__(self) -> str:
        return "<an object>"


KEPT = Kept()
_ROUGHLY: dict[str, Any] = {"rtol": 1e-4, "atol": 1e-5, "equal_nan": True}
_CLOSELY: dict[type, dict[str, Any]] = {
    np.float16: {"rtol": 1e-2, "atol": 1e-3, "equal_nan": True},
    np.float32: {"rtol": 1e-5, "atol": 1e-6, "equal_nan": True},
    np.float64: {"rtol": 1e-9, "atol": 1e-12, "equal_nan": True},
}
"""Differences that two orders of the same operations leave."""
_OF_THE_DATA = frozenset(
    {"IndexError", "KeyError", "OverflowError", "StopIteration", "ValueError", "ZeroDivisionError"}
)
"""Exceptions that ordinary data can lead to; others tell of a program that is not done."""
_HALVES = (torch.float16, torch.bfloat16, np.dtype(np.float16))


@dataclass
class Outcome:
    """What one operation did."""

    value: Any = None
    """What it returned, as data."""
    error: str | None = None
    """The nearest built-in type of what it raised; None if it did not, empty if its result was no data."""
    changed: dict[int | str, Any] = field(default_factory=dict)
    """The arguments that it changed in place, by position or name."""
    called: int = 0
    """How often it called functions that it was given."""

    def alike(self, other: Outcome, exactly: bool = False) -> bool:
        """Whether two operations did the same, within rounding (:func:`alike`)."""
        return (
            self.error == other.error
            and self.called == other.called
            and self._changes_alike(other, exactly)
            and alike(self.value, other.value, exactly)
        )

    def _changes_alike(self, other: Outcome, exactly: bool) -> bool:
        """A tensor that is used up as scratch paper may end as anything; which one it was is what counts."""
        if exactly or self.changed.keys() != other.changed.keys():
            return alike(self.changed, other.changed, exactly)
        return all(_same_kind(self.changed[place], other.changed[place]) for place in self.changed)


def at_the_point(did: Outcome, other: Outcome, right: Outcome) -> tuple[Outcome, Outcome]:
    """What a student's code and a wrong solution did, without what is beside the wrong one's point.

    Four things are: what comes back where an error was due, as long as it is of one kind; by which exception it fails on data
    that is right (an empty list has no smallest item, and no first one); numbers where only one of the
    two has NaN, for it guards a division, say, that the other does not; and entries of a dict in which the wrong solution is
    right, for the same mistake may have been made in more of them. What is left out is made equal, so it tells nothing.

    Args:
        did: what the student's code did.
        other: what the wrong solution did.
        right: what the right solution did.
    """
    if did.error is not None or other.error is not None:
        both = right.error is None and {did.error, other.error} <= _OF_THE_DATA
        return (replace(did, error=other.error) if both else did), other
    if right.error:
        accepted = replace(did, value=other.value) if _of_one_kind(did.value, other.value) else did
        return accepted, other
    mine, theirs = _comparable(did.value, other.value, right.value)
    return replace(did, value=mine), replace(other, value=theirs)


def beside_the_values(outcome: Outcome) -> Any:
    """Of what type a result is, and which arguments were changed: what one mistake may show while another shows in the values."""
    return outcome.error, _types(outcome.value), frozenset(outcome.changed)


def alike_in_the_digits_of(right: Outcome, one: Outcome, other: Outcome) -> bool:
    """Whether two operations gave results of the same types, alike in as many digits as the right result has.

    Who computes in float64 what should be float32 may do so from the first step on or at the last: the digits tell that, and it is
    one mistake.
    """
    if one.error != other.error or _types(one.value) != _types(other.value):
        return False
    return alike(_rounded(one.value, right.value), _rounded(other.value, right.value), exactly=True)


def _rounded(value: Any, right: Any) -> Any:
    if type(value) is type(right) and isinstance(value, list | tuple) and len(value) == len(right):
        return type(value)(_rounded(one, other) for one, other in zip(value, right, strict=True))
    tensors = isinstance(value, torch.Tensor) and isinstance(right, torch.Tensor)
    return value.float() if tensors and (value.dtype, right.dtype) == (torch.float64, torch.float32) else value


def _types(value: Any) -> Any:
    if type(value) in (list, tuple):
        return type(value), tuple(map(_types, value))
    return _type_of(value)


def of_one_kind(one: Outcome, other: Outcome) -> bool:
    """Whether two operations ended alike: in results of one type, and of one number of axes if they are arrays."""
    return one.error == other.error and (one.error is not None or _of_one_kind(one.value, other.value))


def _of_one_kind(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one is not None and getattr(one, "ndim", 0) == getattr(other, "ndim", 0)


def _comparable(did: Any, other: Any, right: Any) -> tuple[Any, Any]:
    if type(did) is dict and type(other) is dict and type(right) is dict and did.keys() == other.keys() == right.keys():
        same = {key for key in other if alike(other[key], right[key])}
        pairs = {key: _comparable(did[key], other[key], right[key]) for key in did if key not in same}
        theirs = {key: pairs[key][1] if key in pairs else other[key] for key in other}
        return {key: pairs[key][0] if key in pairs else other[key] for key in other}, theirs
    if type(did) in (list, tuple) and type(did) is type(other) is type(right) and len(did) == len(other) == len(right):
        found = [_comparable(*three) for three in zip(did, other, right, strict=True)]
        return type(did)(mine for mine, _ in found), type(did)(theirs for _, theirs in found)
    three = (did, other, right)
    if all(isinstance(one, torch.Tensor) and one.is_floating_point() and one.shape == did.shape for one in three):
        mixed = did.isnan() != other.isnan()
        if mixed.any() and not mixed.all():
            return torch.where(mixed, right.to(did.dtype), did), torch.where(mixed, right.to(other.dtype), other)
    return did, other


def _same_kind(one: Any, other: Any) -> bool:
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return one.shape == other.shape and one.dtype == other.dtype
    return alike(one, other)


def alike(one: Any, other: Any, exactly: bool = False) -> bool:
    """Whether two results are the same within rounding.

    Args:
        one, other: data as they crossed the wire, with ``KEPT`` or a proxy in place of what did not.
        exactly: also the same types (float32 and float64, a list and a tuple, a number and a tensor of no dimension), and
            but for the rounding of their type the same numbers. A Counter is a dict: it is what somebody likes to count
            with. Otherwise numbers are compared as numbers and sequences as sequences.
    """
    if one is other:
        return True
    if isinstance(one, Proxy | Kept) or isinstance(other, Proxy | Kept):
        return isinstance(one, Proxy | Kept) and isinstance(other, Proxy | Kept)
    mappings = isinstance(one, dict) and isinstance(other, dict)
    if exactly and type(one) is not type(other) and not mappings:
        return False
    if _is_numeric(one) and _is_numeric(other):
        return _same_numbers(one, other, exactly)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(alike(a, b, exactly) for a, b in zip(one, other, strict=True))
    if mappings:
        return one.keys() == other.keys() and all(alike(one[key], other[key], exactly) for key in one)
    if callable(one) and callable(other):
        return True
    try:
        return bool(one == other)
    except Exception:
        return False


def _is_numeric(value: Any) -> bool:
    return isinstance(value, bool | int | float | complex | np.generic | np.ndarray | torch.Tensor)


def _same_numbers(one: Any, other: Any, exactly: bool) -> bool:
    if type(one) is int and type(other) is int:
        return one == other
    if exactly and _type_of(one) != _type_of(other):
        return False
    left, right = _array(one), _array(other)
    if left is None or right is None or left.shape != right.shape:
        return False
    inexact = left.dtype.kind in "fc" or right.dtype.kind in "fc"
    if not inexact or left.dtype.kind not in "biufc" or right.dtype.kind not in "biufc":
        return bool(np.array_equal(left, right))
    tolerance = _CLOSELY[_real(left.dtype)] if exactly else _ROUGHLY
    if any(getattr(value, "dtype", None) in _HALVES for value in (one, other)):
        tolerance = _CLOSELY[np.float16]
    with np.errstate(all="ignore"):
        return bool(np.allclose(left, right, **tolerance))


def _type_of(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.dtype, value.requires_grad
    return value.dtype if isinstance(value, np.ndarray | np.generic) else type(value)


def _array(value: Any) -> np.ndarray | None:
    try:
        if isinstance(value, torch.Tensor):
            value = value.detach().resolve_conj().resolve_neg()
            return (value.float() if value.dtype == torch.bfloat16 else value).numpy()
        return np.asarray(value)
    except (RuntimeError, TypeError, ValueError, OverflowError):
        return None


def _real(dtype: np.dtype) -> type:
    """The type of the numbers that ``dtype`` is made of."""
    real = np.zeros((), dtype).real.dtype.type
    return real if real in _CLOSELY else np.float64
