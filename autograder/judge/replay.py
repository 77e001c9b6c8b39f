"""What a case asked of the student's code, asked of other names: the right solution's, or a known wrong one's.

An outcome is all that the code did: what it returned or raised, which arguments it changed in place, and how often it
called the functions that it was given.
"""

from __future__ import annotations

import builtins
import inspect
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from autograder.wire.decoder import Decoder
from autograder.wire.encoder import Encoder, Handle, NotData

from .likeness import KEPT, alike
from .proxies import Proxy
from .transcript import Event

SEED = "seed"
"""The name under which functions take their random seed."""
MAX_BYTES = 64 << 20
"""Of one outcome."""


@dataclass
class CaseRecord:
    """What one case asked of the student's code: the names that it looked up, and each operation with its outcome."""

    seed: int
    names: dict[str, int]
    """The notebook's names and the numbers of their handles."""
    events: list[Event]
    passed: bool
    complete: bool = True
    """Whether all events have been kept."""
    case: str = ""
    """The name of the case."""

    @property
    def size(self) -> int:
        """Bytes of its events."""
        return sum(event.size for event in self.events)

    def drop_events(self) -> None:
        """Keep nothing of what was asked and answered."""
        self.events, self.complete = [], False


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
        """Whether two operations did the same, within rounding (:func:`autograder.judge.likeness.alike`)."""
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


def _same_kind(one: Any, other: Any) -> bool:
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return one.shape == other.shape and one.dtype == other.dtype
    return alike(one, other)


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
    torch.manual_seed(seed)
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
