"""Cases in this process, without a sandbox, on the kit's own code: never on what a student wrote.

What a case asked of the student's code is asked again of other names (:func:`replay`): the right solution's, or a known
wrong one's. Or the case itself is run on them (:func:`run_here`).
"""

from __future__ import annotations

import builtins
import contextlib
import inspect
import io
import random
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import numpy as np
import torch

from autograder.authoring.test_files import Case
from autograder.wire.decoder import Decoder
from autograder.wire.encoder import Encoder, Handle, NotData

from .answer_key import AnswerKey, seed_of
from .bounds import bounded, disarm
from .likeness import KEPT, Outcome, alike
from .proxies import Proxy
from .transcript import CaseRecord, Event

SEED = "seed"
"""The name under which functions take their random seed."""
MAX_BYTES = 64 << 20
"""Of one outcome."""
SECONDS = 20.0
"""Of processor time, that a case may take here."""
ASLEEP_SECONDS = 20 * SECONDS
"""By the clock on the wall, for what sleeps."""


def observed(event: Event) -> Outcome:
    """What the student's code did."""
    if event.raised:
        return Outcome(error=event.error, called=event.called)
    return Outcome(event.result, None, event.changed, event.called)


def replay(record: CaseRecord, names: Mapping[str, Any], shift: int = 0) -> list[Outcome]:
    """The outcome of each event of a case when ``names`` stand in the student's place.

    Args:
        record: the case.
        names: what the notebook's names shall be.
        shift: added to every seed, the case's and those that it passes under the name ``seed``.
    """
    seed = record.seed + shift
    random.seed(seed)
    np.random.seed(seed % (1 << 32))
    torch.default_generator.manual_seed(seed)  # torch.manual_seed also asks every device, which takes long
    objects = {number: names.get(name) for name, number in record.names.items()}
    return [_outcome(event, objects, shift) for event in record.events]


def changes_arguments(record: CaseRecord, reference: Mapping[str, Any]) -> bool:
    """Whether the right solution too changes, in place, what this case passes to it."""
    return any(outcome.changed for outcome in replay(record, reference))


def _outcome(event: Event, objects: dict[int, Any], shift: int) -> Outcome:
    outcome = Outcome()

    def given(function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            outcome.called += 1
            return function(*args, **kwargs)

        return counted

    try:
        value = _perform(event, objects, given, outcome, shift)
        if hasattr(value, "__next__"):
            value = list(value)
        outcome.value = as_data(value)
    except NotData:
        outcome.error = ""
    except Exception as error:
        outcome.error = next(kind.__name__ for kind in type(error).__mro__ if vars(builtins).get(kind.__name__) is kind)
    else:
        if not event.raised:
            _remember(event.result, value, objects)
    return outcome


def _perform(
    event: Event, objects: Mapping[int, Any], given: Callable[[Any], Any], outcome: Outcome, shift: int
) -> Any:
    args, kwargs = _local(event.arguments(), objects, given)
    if event.operation == "probe":
        source, name, *args = args
        return probe_names(source)[name](*args, **kwargs)
    target = objects[event.target]
    if event.operation == "call":
        if shift:
            args, kwargs = _shifted(target, args, kwargs, shift)
        result = target(*args, **kwargs)
        before_args, before_kwargs = _local(event.arguments(), objects, given)
        before = dict(enumerate(before_args)) | before_kwargs
        after = dict(enumerate(args)) | kwargs
        if not shift:
            outcome.changed = {
                place: as_data(value) for place, value in after.items() if not alike(before[place], value, exactly=True)
            }
        return result
    operations: dict[str, Callable[..., Any]] = {
        "attribute": getattr,
        "item": lambda owner, key: owner[key],
        "length": len,
        "contains": lambda owner, item: item in owner,
        "iterate": lambda owner: iter(list(owner)),
        "directory": lambda owner: [name for name in dir(owner) if not name.startswith("_")],
    }
    return operations[event.operation](target, *args)


def takes_seed(event: Event, names: Mapping[str, Any], record: CaseRecord) -> bool:
    """Whether an event calls one of ``names`` with a random seed."""
    called = next((name for name, number in record.names.items() if number == event.target), None)
    if event.operation != "call" or called is None or event.asked is None:
        return False
    args, kwargs = event.arguments()
    return _seeded(names.get(called), args, kwargs) is not None


def _seeded(target: Any, args: list[Any], kwargs: dict[str, Any]) -> inspect.BoundArguments | None:
    """The arguments by name, if there is a seed among them."""
    try:
        bound = inspect.signature(target).bind(*args, **kwargs)
    except (TypeError, ValueError):
        return None
    return bound if type(bound.arguments.get(SEED)) is int else None


def _shifted(target: Any, args: list[Any], kwargs: dict[str, Any], shift: int) -> tuple[list[Any], dict[str, Any]]:
    """The arguments with another seed, where there is one."""
    bound = _seeded(target, args, kwargs)
    if bound is None:
        return args, kwargs
    bound.arguments[SEED] += shift
    return list(bound.args), bound.kwargs


def probe_names(source: str) -> dict[str, Any]:
    """The names that a probe's source defines, with what a probe may use (docs/adding_an_exercise.md)."""
    names: dict[str, Any] = {"__name__": "probe", "torch": torch, "np": np}
    exec(compile(source, "<probe>", "exec"), names)
    return names


def _local(value: Any, objects: Mapping[int, Any], given: Callable[[Any], Any]) -> Any:
    """A value in which what stands for the student's objects is what stands in their place."""
    if isinstance(value, Proxy):
        return objects[value._handle_.number]
    if type(value) in (list, tuple):
        return type(value)([_local(item, objects, given) for item in value])
    if type(value) is dict:
        return {key: _local(item, objects, given) for key, item in value.items()}
    return given(value) if callable(value) and not isinstance(value, torch.Tensor) else value


def as_data(value: Any) -> Any:
    """A value as it would have arrived, with ``KEPT`` for what would have stayed.

    Raises:
        NotData: if it could not have been sent.
    """
    encoder = Encoder(lambda thing: Handle(1, "object", type(thing).__name__), MAX_BYTES)
    data = Decoder(lambda handle: KEPT, trust_strides=True).decode(encoder.encode(value))
    return list(data) if hasattr(data, "__next__") else data


def _remember(claimed: Any, value: Any, objects: dict[int, Any]) -> None:
    """Let what the student's code returned and kept stand for what was returned here."""
    if isinstance(claimed, Proxy):
        objects[claimed._handle_.number] = value
    elif type(claimed) in (list, tuple) and isinstance(value, list | tuple):
        for one, other in zip(claimed, value, strict=False):
            _remember(one, other, objects)
    elif type(claimed) is dict and isinstance(value, dict):
        for key in claimed:
            _remember(claimed[key], value.get(key), objects)


class TookTooLong(BaseException):
    """Not an ``Exception``: a solution under test may catch those."""


def run_here(answer_key: AnswerKey, exercise: str, case: Case, names: Mapping[str, Any]) -> None:
    """Run a case on these names.

    Args:
        answer_key: whose probes and given files the case uses.
        exercise: the case's exercise, which its seed depends on.
        case: the case.
        names: in place of the notebook's; one that is missing is None, as in a notebook that does not define it.

    Raises:
        Exception: whatever the case raises.
        TookTooLong: after ``SECONDS``, or ``ASLEEP_SECONDS``.
    """
    seed = seed_of(case, exercise)
    random.seed(seed)
    np.random.seed(seed)
    torch.default_generator.manual_seed(seed)  # torch.manual_seed also asks every device, which takes long
    answer_key.forget()
    hushed = io.StringIO()
    try:
        with (
            bounded(SECONDS, _stop, ASLEEP_SECONDS),
            answer_key.examining(_Here()),  # type: ignore[arg-type]
            contextlib.redirect_stdout(hushed),
            contextlib.redirect_stderr(hushed),
        ):
            case.function(**{name: names.get(name) for name in case.arguments})
    finally:
        answer_key.forget()


def crossing(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function as it is when it is lent: its arguments, and what it returns, cross as data.

    >>> crossing(lambda numbers: numbers + (4,))((1, 2, 3))
    (1, 2, 3, 4)

    What is returned raises ``NotData`` where that is not possible.
    """

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
