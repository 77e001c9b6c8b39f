"""What changed since the last run, person by person, and which part of the mark it was.

A run of ``autograder gradebook`` leaves a record of the marks as they were then. Nothing is worked out from it: it is only compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.marks import CourseMarks, Mark
from autograder.files import write_output
from autograder.messages import Message
from autograder.reports.tables import round_half_up

RECORD = "last_run.json"


@dataclass(frozen=True)
class Change:
    """One mark that is another than last time; None where there was or is none."""

    person: str
    name: str
    assignment: str
    before: float | None
    after: float | None
    why: Message
    """Which parts changed."""


@dataclass(frozen=True)
class Record:
    """The marks of one run: by person and assignment (final, raw, deduction), and the tests that each override was made for."""

    marks: Mapping[str, Mapping[str, tuple[float | None, float | None, float]]]
    tests: Mapping[str, str]


def record_of(marks: CourseMarks, tests: Mapping[str, Mapping[str, str]], last: Record | None) -> Record:
    """The record of this run. An override keeps the digest of the tests with which it was first seen."""
    seen = dict(last.tests) if last else {}
    for mark in marks.marks.values():
        for override in mark.overrides:
            digest = tests.get(mark.assignment.name, {}).get(override.exercise)
            if digest:
                key = _key(mark, override.exercise, override.when)
                seen.setdefault(key, digest)
    return Record(
        {
            person.id: {
                mark.assignment.name: (_round(mark.final), _round(mark.raw), round_half_up(mark.lateness.deduction))
                for mark in marks.of(person)
            }
            for person in marks.people
        },
        seen,
    )


def outdated_overrides(
    marks: CourseMarks, tests: Mapping[str, Mapping[str, str]], last: Record | None
) -> list[tuple[Mark, str]]:
    """Overrides of exercises whose tests have changed since they were made: the mark, and the exercise."""
    found = []
    for mark in marks.marks.values():
        for override in mark.overrides:
            now = tests.get(mark.assignment.name, {}).get(override.exercise)
            then = last.tests.get(_key(mark, override.exercise, override.when)) if last else None
            if now and then and now != then:
                found.append((mark, override.exercise))
    return found


def changes(marks: CourseMarks, last: Record | None) -> list[Change]:
    """Every mark that is another than in the last record, by person and in the order of the course; none without a record."""
    found: list[Change] = []
    for person in marks.people if last else ():
        assert last is not None
        before = last.marks.get(person.id, {})
        for mark in marks.of(person):
            was = before.get(mark.assignment.name, (None, None, 0.0))
            now = (_round(mark.final), _round(mark.raw), round_half_up(mark.lateness.deduction))
            if was[0] == now[0]:
                continue
            why = _why(points=was[1] != now[1], late=was[2] != now[2])
            found.append(Change(person.id, person.name, mark.assignment.name, was[0], now[0], why))
    return found


def _why(*, points: bool, late: bool) -> Message:
    if points:
        return Message("points, late") if late else Message("points")
    return Message("late") if late else Message("override")


def override_outdated(mark: Mark, exercise: str) -> Message:
    """What is said of an override whose exercise has other tests now."""
    return Message(
        "the tests of {exercise} ({assignment}) changed since {name}'s override",
        exercise=exercise,
        assignment=mark.assignment.name,
        name=mark.person.name,
    )


def up_and_down(found: list[tuple[float | None, float | None]]) -> Message:
    """ "4 up, 1 down" of pairs of before and after; empty where nothing changed.

    >>> up_and_down([(1, 2), (3, 2), (None, 5)])
    '1 up, 1 down, 1 new'
    """
    up = sum(a is not None and b is not None and b > a for a, b in found)
    down = sum(a is not None and b is not None and b < a for a, b in found)
    new = sum(a is None and b is not None for a, b in found)
    gone = sum(a is not None and b is None for a, b in found)
    counted = (
        Message("{count} up", count=up),
        Message("{count} down", count=down),
        Message("{count} new", count=new),
        Message("{count} gone", count=gone),
    )
    return Message.listed(part for part in counted if part.parameters["count"])


def read_record(folder: Path) -> Record | None:
    """The record of the last run; None where there is none or it cannot be read."""
    try:
        document = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        marks = {
            str(person): {str(name): _triple(values) for name, values in of.items()}
            for person, of in document["marks"].items()
        }
        return Record(marks, {str(key): str(digest) for key, digest in document["tests"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_record(record: Record, folder: Path) -> None:
    """Keep a run's marks for the next one.

    Raises:
        KitError: the folder cannot be written to.
    """
    document = {"marks": record.marks, "tests": record.tests}
    write_output(folder / RECORD, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _triple(values: Any) -> tuple[float | None, float | None, float]:
    final, raw, deduction = values
    return (None if final is None else float(final)), (None if raw is None else float(raw)), float(deduction)


def _round(points: float | None) -> float | None:
    return None if points is None else round_half_up(points)


def _key(mark: Mark, exercise: str, when: str) -> str:
    return " ".join((mark.person.id, mark.assignment.name, exercise, when))
