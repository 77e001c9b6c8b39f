"""No test draws its data with a seed that it hands to the student.

Where a test draws with seed 4 and passes seed 4, a right answer's own numbers repeat the data's: the most used
implementation of masking then keeps 13 % in place of 10. Found by running the cases on the solution.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from autograder.judge.answer_key import AnswerKey
from autograder.judge.replay import SEED, TookTooLong, run_here
from autograder.messages import Message
from autograder.places import at


def seeds_handed_on(answer_key: AnswerKey, exercise: str) -> list[str]:
    """The cases of an exercise that pass on a seed with which they have drawn data themselves.

    They are run here, on the solution. Only exercises with a function that takes a ``seed`` have any.
    """
    provided = [
        name
        for name in answer_key.assignment.exercise(exercise).provides
        if _takes_seed(answer_key.reference.get(name))
    ]
    if not provided:
        return []
    problems: list[str] = []
    tests = answer_key.tests[exercise]
    for case in tests.cases:
        drawn: set[int] = set()
        handed: set[int] = set()
        watched = _Watch(drawn, handed)
        names = {
            name: watched.handing(value) if callable(value) else value
            for name in case.arguments
            if (value := answer_key.reference.get(name)) is not None
        }
        with watched, contextlib.suppress(Exception, TookTooLong):
            run_here(answer_key, exercise, case, names)
        if both := sorted(drawn & handed):
            line = case.function.__code__.co_firstlineno
            problems.append(
                Message(
                    "{place}: {case} draws its data with the seed {seed} and passes {seed} on; draw with another seed than "
                    "any that is passed",
                    place=at(tests.path, line),
                    case=case.name,
                    seed=str(both[0]),
                )
            )
    return problems


def _takes_seed(function: Any) -> bool:
    return inspect.isfunction(function) and SEED in inspect.signature(function).parameters


class _Watch(contextlib.AbstractContextManager["_Watch"]):
    """While it lasts, the seeds are written down that the test uses itself, and those that it passes."""

    def __init__(self, drawn: set[int], handed: set[int]) -> None:
        self.drawn = drawn
        self.handed = handed
        self._inside = 0
        self._open = contextlib.ExitStack()

    def __enter__(self) -> _Watch:
        watch = self

        class Generator(torch.Generator):
            def manual_seed(self, seed: int) -> torch.Generator:
                watch.note(seed)
                return super().manual_seed(seed)

        class Random(random.Random):
            def __init__(self, seed: Any = None) -> None:
                watch.note(seed)
                super().__init__(seed)

        for owner, name, value in (
            (torch, "Generator", Generator),
            (torch, "manual_seed", self._noting(torch.manual_seed)),
            (random, "Random", Random),
            (random, "seed", self._noting(random.seed)),
            (np.random, "default_rng", self._noting(np.random.default_rng)),
            (np.random, "RandomState", self._noting(np.random.RandomState)),
            (np.random, "seed", self._noting(np.random.seed)),
        ):
            self._open.enter_context(_replaced(owner, name, value))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def note(self, seed: Any) -> None:
        """The test, and not the function that it tests, has seeded a generator."""
        if not self._inside and isinstance(seed, int):
            self.drawn.add(seed)

    def handing(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with a note of the seed that it is passed."""

        @functools.wraps(function, updated=())
        def handed(*args: Any, **kwargs: Any) -> Any:
            with contextlib.suppress(TypeError, ValueError):
                seed = inspect.signature(function).bind(*args, **kwargs).arguments.get(SEED)
                if isinstance(seed, int):
                    self.handed.add(seed)
            self._inside += 1
            try:
                return function(*args, **kwargs)
            finally:
                self._inside -= 1

        return handed

    def _noting(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def noted(seed: Any = None, *rest: Any) -> Any:
            self.note(seed)
            return function(seed, *rest)

        return noted


@contextlib.contextmanager
def _replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)
