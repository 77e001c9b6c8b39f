"""A case run in this process, without a sandbox: on the kit's own solutions only, never on what a student wrote."""

from __future__ import annotations

import contextlib
import io
import random
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import numpy as np
import torch

from autograder.authoring.test_files import Case

from .answer_key import AnswerKey, seed_of
from .bounds import bounded, disarm
from .replay import as_data, probe_names

SECONDS = 20.0


class TookTooLong(BaseException):
    """Not an ``Exception``: a solution under test may catch those."""


def run_here(answer_key: AnswerKey, exercise: str, case: Case, names: Mapping[str, Any]) -> None:
    """Run a case on these names.

    Raises:
        Exception: whatever the case raises.
        TookTooLong: after ``SECONDS``.
    """
    seed = seed_of(case, exercise)
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    answer_key.forget()
    hushed = io.StringIO()
    try:
        with (
            bounded(SECONDS, _stop),
            answer_key.examining(_Here()),  # type: ignore[arg-type]
            contextlib.redirect_stdout(hushed),
            contextlib.redirect_stderr(hushed),
        ):
            case.function(**{name: names.get(name) for name in case.arguments})
    finally:
        answer_key.forget()


def crossing(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function as it is when it is lent: its arguments, and what it returns, cross as data."""

    def lent(*args: Any, **kwargs: Any) -> Any:
        args, kwargs = as_data(list(args)), as_data(kwargs)
        return as_data(function(*args, **kwargs))

    lent.__name__ = function.__name__
    return lent


class _Here:
    """In place of a session: a probe runs in this process."""

    def probe(self, source: str, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        return probe_names(source)[name](*args, **kwargs)


def _stop() -> NoReturn:
    disarm()
    raise TookTooLong
