"""Names a student's misconception: replays the calls of the failed cases against each known wrong solution.

Where a wrong solution answers each of these calls as the student's code did, and some of them differently from the
right one, the student most likely made that mistake. The hint is the docstring of the wrong solution; the test itself
is not shown.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.authoring.variants import Variant
from autograder.results import Misconception

from .proxies import Proxy
from .transcript import Event

_RAISED = object()
_CLOSE: dict[str, Any] = {"rtol": 1e-4, "atol": 1e-5, "equal_nan": True}


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

    @property
    def size(self) -> int:
        """Bytes of its events."""
        return sum(event.size for event in self.events)

    def drop_events(self) -> None:
        """Keep nothing of what was asked and answered."""
        self.events, self.complete = [], False


def recognise(
    records: Sequence[CaseRecord], variants: Sequence[Variant], reference: Mapping[str, Any]
) -> Misconception | None:
    """The wrong solution that behaves as the student's does on the failed cases, if one does.

    What passed says nothing: there a student may have been right for another reason.

    Args:
        records: all cases of one exercise.
        variants: the wrong solutions of that exercise.
        reference: the right solution's names.
    """
    failed = [record for record in records if not record.passed]
    if not all(record.complete for record in failed):
        return None
    failed = [record for record in failed if record.events]
    if not failed:
        return None
    right = [_replay(record, reference) for record in failed]
    best: tuple[int, Variant] | None = None
    for variant in variants:
        names = {name: _own(value) for name, value in reference.items()}
        try:
            exec(compile(variant.source, str(variant.path), "exec"), names)
        except Exception:  # reported by `autograder verify`; no reason to fail a student's grading
            continue
        telling = 0
        for record, expected in zip(failed, right, strict=True):
            found = _replay(record, names)
            if not _same_outcomes(record, found):
                break
            telling += sum(not alike(one, other) for one, other in zip(found, expected, strict=True))
        else:
            if telling and (best is None or telling > best[0]):
                best = (telling, variant)
    return Misconception(best[1].title, best[1].hint) if best else None


def changes_arguments(record: CaseRecord, reference: Mapping[str, Any]) -> bool:
    """Whether the right solution too changes, in place, what this case passes to it."""
    changed: list[Any] = []
    _replay(record, reference, changed)
    return bool(changed)


def _own(value: Any) -> Any:
    """A wrong solution's own copy of a global list: it may append to it, and the next replay must not see that."""
    return value.copy() if type(value) in (list, dict, set) else value


def _same_outcomes(record: CaseRecord, found: list[Any]) -> bool:
    for event, outcome in zip(record.events, found, strict=True):
        if event.asked is None:
            return False  # nobody knows what it would have been
        if event.raised:
            if outcome is not _RAISED:
                return False
        elif isinstance(event.result, Proxy):
            if outcome is _RAISED:
                return False
        elif not alike(event.result, outcome):
            return False
    return True


def _replay(record: CaseRecord, names: Mapping[str, Any], changed: list[Any] | None = None) -> list[Any]:
    """The outcome of each event of a case when ``names`` stand in the student's place.

    Arguments that a call changes in place are added to ``changed``, where that is asked for.
    """
    random.seed(record.seed)
    np.random.seed(record.seed)
    torch.manual_seed(record.seed)
    objects = {number: names.get(name) for name, number in record.names.items()}
    outcomes: list[Any] = []
    for event in record.events:
        try:
            outcome = _perform(event, objects, changed)
        except Exception:
            outcome = _RAISED
        if not event.raised and isinstance(event.result, Proxy):
            objects[event.result._handle_.number] = outcome
        outcomes.append(outcome)
    return outcomes


def _perform(event: Event, objects: Mapping[int, Any], changed: list[Any] | None) -> Any:
    args, kwargs = _local(event.arguments(), objects)
    if event.operation == "probe":
        source, name, *args = args
        return _probe_names(source)[name](*args, **kwargs)
    target = objects[event.target]
    if event.operation == "call":
        result = target(*args, **kwargs)
        if changed is not None:
            args_before, kwargs_before = _local(event.arguments(), objects)
            pairs = zip((*args, *kwargs.values()), (*args_before, *kwargs_before.values()), strict=True)
            changed += [one for one, other in pairs if not alike(one, other)]
        return list(result) if hasattr(result, "__next__") else result
    if event.operation == "attribute":
        return getattr(target, args[0])
    if event.operation == "item":
        return target[args[0]]
    if event.operation == "length":
        return len(target)
    raise LookupError(event.operation)


def _probe_names(source: str) -> dict[str, Any]:
    """The names that a probe's source defines, with what a probe may use (docs/adding_an_exercise.md)."""
    names: dict[str, Any] = {"__name__": "probe", "torch": torch, "np": np}
    exec(compile(source, "<probe>", "exec"), names)
    return names


def _local(value: Any, objects: Mapping[int, Any]) -> Any:
    """A value in which what stands for the student's objects is what stands in their place."""
    if isinstance(value, Proxy):
        return objects[value._handle_.number]
    if type(value) in (list, tuple):
        return type(value)([_local(item, objects) for item in value])
    return {key: _local(item, objects) for key, item in value.items()} if type(value) is dict else value


def alike(one: Any, other: Any) -> bool:
    """Whether two results are the same within rounding."""
    if one is other:
        return True
    if isinstance(one, torch.Tensor) or isinstance(other, torch.Tensor):
        return (
            isinstance(one, torch.Tensor)
            and isinstance(other, torch.Tensor)
            and one.shape == other.shape
            and one.dtype == other.dtype
            and torch.allclose(one.detach().double(), other.detach().double(), **_CLOSE)
        )
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.shape(one) == np.shape(other) and bool(np.all(np.asarray(one) == np.asarray(other)))
    if isinstance(one, float) and isinstance(other, float):
        return bool(np.isclose(one, other, **_CLOSE))
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    try:
        return bool(one == other)
    except Exception:
        return False
