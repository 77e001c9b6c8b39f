"""The rubric: what people mark by, read from a TOML file and checked, since a wrong sum is a wrong mark for everybody."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.authoring.assignment import Assignment
from autograder.authoring.master import MANUAL, TASK
from autograder.errors import KitError, filled
from autograder.messages import Message
from autograder.places import at, did_you_mean
from autograder.points import total
from autograder.toml_table import read_toml

RUBRIC_NAME = "rubric.toml"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,47}")
RESERVED = {"team", "student", "name", "email", "submission", "automatic", "rubric", "share", "adjustment", "reason"}
RESERVED |= {"final", "remarks", "comments"}
"""Columns of the final table, which a criterion may not be called."""
_KEYS = {
    "rubric.toml": ("title", "assignment", "points", "step", "intro", "weights", "adjustment", "team", "criterion"),
    "[weights]": ("automatic", "rubric"),
    "[adjustment]": ("most",),
    "[team]": ("least", "most"),
    "[[criterion]]": ("name", "title", "points", "asks", "for_markers", "level"),
    "[[criterion.level]]": ("points", "means", "example"),
}


@dataclass(frozen=True)
class Level:
    """One step of a criterion: its points, what work of that level is like, and, if given, an example of it."""

    points: float
    means: str
    example: str


@dataclass(frozen=True)
class Criterion:
    """One thing that is marked. ``levels`` fall from full points to none."""

    name: str
    """In CSV files, and the id of its cell in the master; column of the final table."""
    title: str
    points: float
    asks: str
    """The question that the criterion asks, in one sentence."""
    for_markers: str
    """Advice that students do not get."""
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Rubric:
    """A checked rubric. ``automatic_weight`` and ``rubric_weight`` add up to 100, the points of the final mark."""

    path: Path
    title: str
    assignment: str
    """The assignment whose results and gradebook it belongs to."""
    points: float
    step: float
    """Marks are multiples of it."""
    intro: str
    automatic_weight: float
    rubric_weight: float
    most_adjustment: float
    """How far a teacher may move one member's final mark, in points of it, either way."""
    least_members: int
    most_members: int
    criteria: tuple[Criterion, ...]

    def criterion(self, text: str) -> Criterion | None:
        """The criterion of that name or title, without regard to case."""
        wanted = text.strip().casefold()
        return next((c for c in self.criteria if wanted in (c.name.casefold(), c.title.casefold())), None)

    def fits_step(self, points: float) -> bool:
        """Whether a mark is a multiple of the step."""
        return _is_multiple(points, self.step)


def rubric_of(assignment: Assignment) -> Rubric | None:
    """The rubric beside an assignment's master, if it has one, checked against the master's manual and task cells.

    Raises:
        KitError: a cell that people mark is no criterion, or is worth other points than the rubric says.
    """
    path = assignment.folder / RUBRIC_NAME
    cells = [cell for cell in assignment.master.cells if cell.tags & {MANUAL, TASK}]
    if not path.is_file():
        if cells:
            raise KitError(
                "{place}: the cell {id} is marked by people, and there is no {rubric_name} that says how.",
                "docs/team_project.md shows one.",
                place=at(assignment.master.path, cells[0].line),
                id=repr(cells[0].id),
                rubric_name=RUBRIC_NAME,
            )
        return None
    rubric = read_rubric(path)
    if rubric.assignment != assignment.name:
        raise KitError(
            "{place} is for {assignment}, and lies in the folder of {folder}.",
            'Write assignment = "{folder}".',
            place=at(path),
            assignment=repr(rubric.assignment),
            folder=assignment.name,
        )
    for cell in cells:
        criterion = next((c for c in rubric.criteria if c.name == cell.id), None)
        if criterion is None:
            raise KitError(
                "{place}: the rubric has no criterion {id}.",
                did_you_mean(cell.id, (c.name for c in rubric.criteria)),
                place=at(assignment.master.path, cell.line),
                id=repr(cell.id),
            )
        if criterion.points != cell.points:
            raise KitError(
                "{place}: {id} has {points} points here and {most} in {rubric}.",
                "Write the same number in both.",
                place=at(assignment.master.path, cell.line),
                id=repr(cell.id),
                points=cell.points,
                most=criterion.points,
                rubric=at(path),
            )
    return rubric


def read_rubric(path: Path) -> Rubric:
    """Read and check a rubric.

    Raises:
        KitError: something is missing or misspelt, or points or weights do not add up; the place is named.
    """
    table = dict(read_toml(path, "docs/team_project.md shows one.").content)
    reader = _Reader(path)
    reader.known(table, "rubric.toml", "")
    step = reader.positive(table.get("step", 0.5), "step", "")
    points = reader.positive(table.get("points"), "points", "")
    criteria = _criteria(reader, table.get("criterion"), step)
    sum_of_points = total(criterion.points for criterion in criteria)
    if sum_of_points != points:
        raise reader.error(
            "",
            "the criteria add up to {sum_of_points} points, and points is {points}",
            "Change one of them",
            sum_of_points=sum_of_points,
            points=points,
        )
    weights = reader.table(table.get("weights", {"automatic": 75, "rubric": 25}), "[weights]")
    automatic, by_hand = (reader.percent(weights.get(key), f"weights.{key}") for key in ("automatic", "rubric"))
    if total([automatic, by_hand]) != 100:
        raise reader.error(
            "", "the weights add up to {weights}", "They must add up to 100", weights=automatic + by_hand
        )
    adjustment = reader.table(table.get("adjustment", {"most": 0}), "[adjustment]")
    team = reader.table(table.get("team", {"least": 1, "most": 100}), "[team]")
    least, most = (reader.count(team.get(key), f"team.{key}") for key in ("least", "most"))
    if least > most:
        raise reader.error(
            "",
            "a team has at least {least} and at most {most} members",
            "Exchange the two numbers",
            least=least,
            most=most,
        )
    return Rubric(
        path=path,
        title=reader.text(table.get("title"), "title", ""),
        assignment=reader.text(table.get("assignment"), "assignment", ""),
        points=points,
        step=step,
        intro=reader.optional(table.get("intro", ""), "intro", ""),
        automatic_weight=automatic,
        rubric_weight=by_hand,
        most_adjustment=reader.percent(adjustment.get("most"), "adjustment.most"),
        least_members=least,
        most_members=most,
        criteria=criteria,
    )


def _criteria(reader: _Reader, found: object, step: float) -> tuple[Criterion, ...]:
    criteria: list[Criterion] = []
    for number, entry in enumerate(reader.tables(found, "[[criterion]]"), start=1):
        where = f"criterion {entry.get('name') or number}"
        reader.known(entry, "[[criterion]]", where)
        name = reader.text(entry.get("name"), "name", where)
        if not _NAME.fullmatch(name) or name in RESERVED:
            why = Message("is a column of the final table") if name in RESERVED else Message("is no name")
            raise reader.error(
                where, "{name} {why}", 'Choose another: small letters, digits and "-"', name=repr(name), why=why
            )
        if name in {other.name for other in criteria}:
            raise reader.error(where, "the name is used twice", "Give each criterion a name of its own")
        points = reader.positive(entry.get("points"), "points", where)
        if not _is_multiple(points, step):
            raise reader.error(
                where,
                "{points} points are no multiple of the step {step}",
                "Change one of them",
                points=points,
                step=step,
            )
        criteria.append(
            Criterion(
                name=name,
                title=reader.text(entry.get("title"), "title", where),
                points=points,
                asks=reader.text(entry.get("asks"), "asks", where),
                for_markers=reader.optional(entry.get("for_markers", ""), "for_markers", where),
                levels=_levels(reader, entry.get("level"), points, step, where),
            )
        )
    return tuple(criteria)


def _levels(reader: _Reader, found: object, points: float, step: float, where: str) -> tuple[Level, ...]:
    levels: list[Level] = []
    for number, entry in enumerate(reader.tables(found, "[[criterion.level]]", where), start=1):
        place = f"{where}, level {number}"
        reader.known(entry, "[[criterion.level]]", place)
        levels.append(
            Level(
                points=reader.number(entry.get("points"), "points", place),
                means=reader.text(entry.get("means"), "means", place),
                example=reader.optional(entry.get("example", ""), "example", place),
            )
        )
    values = [level.points for level in levels]
    falling = all(higher > lower for higher, lower in itertools.pairwise(values))
    if len(levels) < 3 or not falling or values[0] != points or values[-1] != 0:
        raise reader.error(
            where,
            "the levels have {values} points",
            "They fall from {points} to 0, with at least one between",
            values=", ".join(f"{value:g}" for value in values),
            points=points,
        )
    if not all(_is_multiple(value, step) for value in values):
        raise reader.error(where, "a level is no multiple of the step {step}", "Change its points", step=step)
    if not levels[0].example or not any(level.example for level in levels[1:-1]):
        raise reader.error(
            where, "examples are missing", "Give one for full points and one for a level between, so that markers agree"
        )
    return tuple(levels)


def _is_multiple(value: float, step: float) -> bool:
    return math.isclose(value / step, round(value / step), abs_tol=1e-9)


@dataclass(frozen=True)
class _Reader:
    """Takes values out of the TOML with their types checked."""

    path: Path

    def error(self, where: str, what: str, mend: str, /, **parameters: object) -> KitError:
        said, mend = filled(what, parameters), filled(mend, parameters).sentence()
        if not where:
            return KitError("{place}: {what}.", mend, place=at(self.path), what=said)
        return KitError("{place}: {where}: {what}.", mend, place=at(self.path), where=where, what=said)

    def known(self, table: Mapping[str, Any], kind: str, where: str) -> None:
        for key in table:
            if key not in _KEYS[kind]:
                raise self.error(where, "the key {key} is not known", did_you_mean(key, _KEYS[kind]), key=repr(key))

    def table(self, value: object, kind: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.error("", "{kind} is no table", "Write {kind} on a line and its keys below it", kind=kind)
        self.known(value, kind, kind)
        return value

    def tables(self, value: object, kind: str, where: str = "") -> list[dict[str, Any]]:
        if not isinstance(value, list) or not value or not all(isinstance(entry, dict) for entry in value):
            raise self.error(where, "there is no {kind}", "Write {kind} on a line and its keys below it", kind=kind)
        return value

    def text(self, value: object, key: str, where: str) -> str:
        text = self.optional(value, key, where)
        if not text:
            raise self.error(where, "{key} is empty", "Write it", key=repr(key))
        return text

    def optional(self, value: object, key: str, where: str) -> str:
        if not isinstance(value, str):
            raise self.error(where, "'{key}' must be a text", 'Write {key} = "…"', key=key)
        return " ".join(value.split())

    def number(self, value: object, key: str, where: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            raise self.error(where, "'{key}' must be a number, zero or more", "Write {key} = 5", key=key)
        return float(value)

    def positive(self, value: object, key: str, where: str) -> float:
        number = self.number(value, key, where)
        if number == 0:
            raise self.error(where, "{key} is zero", "It must be more", key=repr(key))
        return number

    def percent(self, value: object, key: str) -> float:
        number = self.number(value, key, "")
        if number > 100:
            raise self.error(
                "", "{key} is {number}", "It is at most 100, the points of the final mark", key=repr(key), number=number
            )
        return number

    def count(self, value: object, key: str) -> int:
        number = self.positive(value, key, "")
        if number != int(number):
            raise self.error("", "{key} is {number}", "It must be a whole number", key=repr(key), number=number)
        return int(number)
