"""Random exercises: an outcome is one draw, so it is held against what a known solution draws under many seeds.

A draw is described by numbers that do not depend on luck alone: how long it is, how its values are spread, how often they
change from one to the next, and where in the arguments they come from (which sentence follows which, which items are left
as they were). A draw agrees with a solution if each of these numbers lies where the solution's own draws lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch

DRAWS = 16
"""Seeds under which a known solution is run."""
STEP = 7919
"""Between two seeds; none of a test's own lie so."""
MOST_VALUES = 6
"""Different values whose shares are looked at."""
MARGIN = 0.6
"""Of the width of a solution's own draws, added on both sides: the next draw of sixteen may lie outside."""

Draw = Mapping[str, float]


def described(value: Any, args: Sequence[Any]) -> dict[str, float]:
    """One draw in numbers.

    Args:
        value: what was returned, as data.
        args: what it was drawn from.
    """
    found: dict[str, float] = {}
    _describe(value, _sources(args), "", found)
    return found


def agrees(draw: Draw, draws: Sequence[Draw]) -> bool:
    """Whether a draw could be one more of ``draws``."""
    return not outside(draw, draws)


def outside(draw: Draw, draws: Sequence[Draw]) -> list[str]:
    """The numbers of a draw that lie where none of ``draws`` would."""
    names = set(draw).union(*draws)
    return sorted(name for name in names if not _within(draw.get(name), [one.get(name) for one in draws]))


def decisive(draws: Sequence[Draw], right: Sequence[Draw]) -> set[str]:
    """The numbers that are each time outside the right ones: what a mistake always changes, and chance does not."""
    return set.intersection(*(set(outside(draw, right)) for draw in draws))


def _within(number: float | None, others: Sequence[float | None]) -> bool:
    known = [other for other in others if other is not None]
    if number is None:
        return len(known) < len(others)
    if not known:
        return False
    low, high = min(known), max(known)
    margin = MARGIN * (high - low) + 1e-9
    return low - margin <= number <= high + margin


def _sources(args: Sequence[Any]) -> list[Any]:
    """The arguments that a draw may come from: arrays, and for each item of nested lists where it stands."""
    found: list[Any] = []
    for value in args:
        if isinstance(value, torch.Tensor | np.ndarray):
            found.append(_as_array(value))
        elif isinstance(value, list | tuple):
            places: dict[Any, tuple[int, int]] = {}
            for row, item in enumerate(value):
                for column, part in enumerate(item if isinstance(item, list | tuple) else [item]):
                    if isinstance(part, str | int | float):
                        places.setdefault(part, (row, column))
            found.append((list(value), places))
    return found


def _as_array(value: torch.Tensor | np.ndarray) -> np.ndarray:
    if isinstance(value, torch.Tensor):
        value = value.detach()
        return (value.float() if value.dtype == torch.bfloat16 else value).numpy()
    return value


def _describe(value: Any, sources: Sequence[Any], name: str, found: dict[str, float]) -> None:
    if isinstance(value, torch.Tensor | np.ndarray):
        _describe_array(_as_array(value), sources, name, found)
    elif isinstance(value, bool | int | float):
        found[f"{name}="] = float(value)
    elif isinstance(value, str):
        _describe_items([value], sources, name, found)
    elif isinstance(value, dict):
        for key, item in value.items():
            _describe(item, sources, f"{name}[{key!r}]", found)
    elif isinstance(value, list | tuple):
        rows = [item for item in value if isinstance(item, list | tuple)]
        widths = {len(item) for item in rows}
        if rows and len(rows) == len(value) and len(widths) == 1 and max(widths) <= 4 and len(rows) > 4:
            found[f"{name}#"] = len(value)
            columns = list(zip(*value, strict=True))
            for number, column in enumerate(columns):
                _describe_items(column, sources, f"{name}.{number}", found)
            _describe_columns(columns, sources, name, found)
        elif rows or any(isinstance(item, torch.Tensor | np.ndarray | dict) for item in value):
            found[f"{name}#"] = len(value)
            for number, item in enumerate(value):
                _describe(item, sources, f"{name}.{number}", found)
        else:
            _describe_items(value, sources, name, found)
    else:
        found[f"{name}:{type(value).__name__}"] = 1.0


def _describe_array(array: np.ndarray, sources: Sequence[Any], name: str, found: dict[str, float]) -> None:
    found[f"{name}:{array.dtype}{array.ndim}"] = 1.0
    for axis, size in enumerate(array.shape):
        found[f"{name}|{axis}"] = size
    if not array.size or array.dtype.kind not in "biufc":
        return
    numbers = np.abs(array) if array.dtype.kind == "c" else array.astype(float)
    _describe_numbers(numbers.ravel(), name, found)
    if numbers.ndim > 1:
        for axis in range(numbers.ndim):
            found[f"{name}~{axis}"] = float(numbers.mean(axis).std())
    for number, source in enumerate(sources):
        if isinstance(source, np.ndarray) and source.shape == array.shape:
            found[f"{name}=={number}"] = float((source == array).mean())


def _describe_numbers(numbers: np.ndarray, name: str, found: dict[str, float]) -> None:
    found[f"{name}#"] = numbers.size
    if not numbers.size:
        return
    with np.errstate(all="ignore"):
        found[f"{name}mean"], found[f"{name}std"] = float(numbers.mean()), float(numbers.std())
    found[f"{name}min"], found[f"{name}max"] = float(numbers.min()), float(numbers.max())
    values, counts = np.unique(numbers, return_counts=True)
    found[f"{name}different"] = values.size / numbers.size
    if values.size <= MOST_VALUES:
        for value, count in zip(values, counts, strict=True):
            found[f"{name}is{value:g}"] = count / numbers.size
    else:
        found[f"{name}most"] = counts.max() / numbers.size
    if numbers.size > 2:
        found[f"{name}changes"] = float((numbers[1:] != numbers[:-1]).mean())


def _describe_items(items: Sequence[Any], sources: Sequence[Any], name: str, found: dict[str, float]) -> None:
    if items and all(isinstance(item, bool | int | float) for item in items):
        _describe_numbers(np.asarray(items, dtype=float), name, found)
    else:
        found[f"{name}#"] = len(items)
        found[f"{name}different"] = len(set(items)) / max(1, len(items)) if _hashable(items) else 0.0
    for number, source in enumerate(sources):
        if items and isinstance(source, tuple) and _hashable(items):
            values, places = source
            _describe_places(items, values, places, f"{name}@{number}", found)


def _hashable(items: Sequence[Any]) -> bool:
    return all(isinstance(item, str | bool | int | float | None) for item in items)


def _describe_places(
    items: Sequence[Any],
    values: Sequence[Any],
    places: Mapping[Any, tuple[int, int]],
    name: str,
    found: dict[str, float],
) -> None:
    """Where items stand in an argument, and, where they could be indices of it, what stands there."""
    stand = [places[item] for item in items if item in places]
    found[f"{name}known"] = len(stand) / len(items)
    indices = [item for item in items if type(item) is int and 0 <= item < len(values)]
    if len(indices) == len(items) and all(isinstance(value, int | str) for value in values):
        for value, count in Counter(values[index] for index in indices).items():
            if sum(one == value for one in values) > 1:
                found[f"{name}of{value!r}"] = count


def _describe_columns(
    columns: Sequence[Sequence[Any]], sources: Sequence[Any], name: str, found: dict[str, float]
) -> None:
    """How the places of two items of one row lie to each other; by each value of a third that has few."""
    labels: list[tuple[str, Callable[[int], bool]]] = [("", lambda row: True)]
    for number, column in enumerate(columns):
        values = sorted(set(map(repr, column)))
        if 1 < len(values) <= 3:
            labels += [(f"if{number}={value}", _equals(column, value)) for value in values]
    for number, source in enumerate(sources):
        if not isinstance(source, tuple):
            continue
        places = source[1]
        for left in range(len(columns)):
            for right in range(left + 1, len(columns)):
                pairs = [
                    (row, places[a], places[b])
                    for row, (a, b) in enumerate(zip(columns[left], columns[right], strict=True))
                    if a in places and b in places
                ]
                for label, holds in labels:
                    chosen = [(a, b) for row, a, b in pairs if holds(row)]
                    if chosen:
                        key = f"{name}{left}{right}@{number}{label}"
                        found[f"{key}same"] = sum(a[0] == b[0] for a, b in chosen) / len(chosen)
                        found[f"{key}next"] = sum(a[0] == b[0] and b[1] == a[1] + 1 for a, b in chosen) / len(chosen)


def _equals(column: Sequence[Any], value: str) -> Callable[[int], bool]:
    return lambda row: repr(column[row]) == value
