"""Functions that do nothing right, and what they earn: a case that is met by doing nothing pays for nothing.

"Your function changed its input" is not so of a function that returns the same whatever it is given, and "one row changes
nothing in another" is not either. So a case about one property first asks that something is done at all; here that is held.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.judge.answer_key import AnswerKey
from autograder.judge.replay import TookTooLong, run_here
from autograder.messages import Message
from autograder.places import at
from autograder.points import total

SHARE = 0.1
"""Of an exercise's points, which no such function earns."""
EXCUSED = "MAY_EARN"
"""The name under which a test file says of such a function why it may earn more: it is somebody's single slip."""
SEED = 20_260_101
UNLIKELY = 0.3719
"""A number in place of a random one, which no result worked out by hand is."""
Function = Callable[..., Any]


@dataclass(frozen=True)
class Earned:
    """What one function that is always wrong earns in an exercise."""

    exercise: str
    function: str
    """What it does, in words."""
    share: float
    """Of the exercise's points."""
    cases: tuple[str, ...]
    """Those that it passes."""


def always_wrong(right: Function) -> dict[str, Function]:
    """Functions in the place of a right one, by what they do.

    Args:
        right: is asked what its result would be like; no number of it is used.
    """
    constants: dict[str, Callable[[], Any]] = {
        "None": lambda: None,
        "0": lambda: 0,
        "0.0": lambda: 0.0,
        "1": lambda: 1,
        "True": lambda: True,
        "False": lambda: False,
        "[]": list,
        "()": tuple,
        "{}": dict,
        "''": str,
        "a tensor 0.0": lambda: torch.tensor(0.0),
        "NaN": lambda: float("nan"),
    }
    found: dict[str, Function] = {
        Message("returns {value}", value=name): _constant(make) for name, make in constants.items()
    }
    found[Message("returns its first argument")] = lambda *args, **kwargs: next(iter([*args, *kwargs.values()]), None)
    found[Message("returns zeros like its first argument")] = lambda *args, **kwargs: _filled(_first(args, kwargs), 0.0)
    found[Message("returns ones like its first argument")] = lambda *args, **kwargs: _filled(_first(args, kwargs), 1.0)
    found[Message("returns zeros of the right shape")] = lambda *args, **kwargs: _filled(
        _asked(right, args, kwargs), 0.0
    )
    found[Message("returns ones of the right shape")] = lambda *args, **kwargs: _filled(
        _asked(right, args, kwargs), 1.0
    )
    found[Message("returns random numbers of the right shape")] = lambda *args, **kwargs: _filled(
        _asked(right, args, kwargs), None
    )
    found[Message("raises NotImplementedError")] = _raising(NotImplementedError)
    found[Message("raises ValueError")] = _raising(ValueError)
    return found


def earned(answer_key: AnswerKey, exercise: str) -> list[Earned]:
    """What each such function earns in an exercise of functions; nothing is asked of classes and values."""
    names = [name for name in answer_key.assignment.exercise(exercise).provides if _is_function(answer_key, name)]
    if not names:
        return []
    instead = {name: always_wrong(answer_key.reference[name]) for name in names}
    return [
        _earned(answer_key, exercise, kind, {name: instead[name][kind] for name in names}) for kind in instead[names[0]]
    ]


def too_generous(answer_key: AnswerKey, exercise: str) -> list[str]:
    """Those that earn a tenth of an exercise or more, in words; but for those that its test file excuses."""
    tests = answer_key.tests[exercise]
    excused = tests.namespace.get(EXCUSED, {})
    return [
        Message(
            "{place}: a function that {does} earns {share}, by {cases}: ask first that anything is done at all, or say in "
            "{excused} why it may",
            place=at(tests.path),
            does=one.function,
            share=f"{one.share:.0%}",
            cases=", ".join(one.cases),
            excused=EXCUSED,
        )
        for one in earned(answer_key, exercise)
        if one.share >= SHARE and one.function not in excused
    ]


def _earned(answer_key: AnswerKey, exercise: str, function: str, names: Mapping[str, Function]) -> Earned:
    tests = answer_key.tests[exercise]
    passed = []
    for case in tests.cases:
        if not set(case.arguments) & set(names):
            continue
        try:
            run_here(answer_key, exercise, case, {**answer_key.reference, **names})
        except (Exception, TookTooLong):
            continue
        passed.append(case)
    share = total(case.points for case in passed) / tests.points
    return Earned(exercise, function, share, tuple(case.name for case in passed))


def _is_function(answer_key: AnswerKey, name: str) -> bool:
    return inspect.isfunction(answer_key.reference.get(name))


def _constant(make: Callable[[], Any]) -> Function:
    return lambda *args, **kwargs: make()


def _asked(right: Function, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    """What the right function returns; what it does to its arguments is done to copies.

    Where it is passed functions or modules, which it works with, nothing: what is done to those would be right.
    """
    if any(callable(value) and not isinstance(value, torch.Tensor) for value in (*args, *kwargs.values())):
        return None
    return right(*copy.deepcopy(args), **copy.deepcopy(dict(kwargs)))


def _raising(error: type[Exception]) -> Function:
    def function(*args: Any, **kwargs: Any) -> Any:
        raise error

    return function


def _first(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    return next(iter([*args, *kwargs.values()]), None)


def _filled(value: Any, number: float | None) -> Any:
    """A value of the same kind and shape, all of whose numbers are that one, or random if it is None."""
    if isinstance(value, torch.Tensor):
        if number is not None:
            return torch.full_like(value.detach(), number)
        drawn = torch.rand(value.shape, generator=torch.Generator().manual_seed(SEED))
        return drawn.to(value.dtype) if value.is_floating_point() else (drawn > 0.5).to(value.dtype)
    if isinstance(value, np.ndarray):
        filled = _filled(torch.zeros(value.shape), number).numpy()
        return filled.astype(value.dtype) if value.dtype.kind in "biufc" else filled
    if type(value) in (list, tuple):
        return type(value)(_filled(item, number) for item in value)
    if type(value) is dict:  # which keys a dict of data has is no shape: they are half of what is right
        return {key: _filled(item, number) for key, item in value.items() if isinstance(item, torch.Tensor)}
    if isinstance(value, bool | int | float):
        return type(value)(UNLIKELY if number is None else number)
    return "" if isinstance(value, str) else None
