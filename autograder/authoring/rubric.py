"""The rubric: what people mark by, read from a TOML file and checked, since a wrong sum is a wrong mark for everybody."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.authoring.master import MANUAL, TASK
from autograder.errors import KitError
from autograder.messages import Message
from autograder.places import at, did_you_mean
from autograder.points import total
from autograder.toml_table import TomlTable, read_toml

RUBRIC_NAME = "rubric.toml"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,47}")
RESERVED = {"team", "student", "name", "email", "submission", "automatic", "rubric", "share", "adjustment", "reason"}
RESERVED |= {"final", "remarks", "comments"}
"""Columns of the final table, which a criterion may not be called."""


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
    table = read_toml(path, "docs/team_project.md shows one.")
    table.known("title", "assignment", "points", "step", "intro", "weights", "adjustment", "team", "criterion")
    step, points = table.number("step", 0.5, positive=True), table.number("points", positive=True)
    criteria = _criteria(table.array("criterion"), step)
    sum_of_points = total(criterion.points for criterion in criteria)
    if sum_of_points != points:
        raise table.error(
            "points",
            "the criteria add up to {sum_of_points} points, and points is {points}",
            "Change one of them.",
            sum_of_points=sum_of_points,
            points=points,
        )
    weights = table.table("weights", {"automatic": 75, "rubric": 25})
    weights.known("automatic", "rubric")
    automatic, by_hand = (weights.number(key, most=100) for key in ("automatic", "rubric"))
    if total([automatic, by_hand]) != 100:
        raise weights.error(
            "", "the weights add up to {weights}", "They must add up to 100.", weights=automatic + by_hand
        )
    adjustment = table.table("adjustment", {"most": 0})
    adjustment.known("most")
    team = table.table("team", {"least": 1, "most": 100})
    team.known("least", "most")
    least, most = (team.whole(key, positive=True) for key in ("least", "most"))
    if least > most:
        raise team.error(
            "least",
            "a team has at least {least} and at most {most} members",
            "Exchange the two numbers.",
            least=least,
            most=most,
        )
    return Rubric(
        path=path,
        title=table.text("title"),
        assignment=table.text("assignment"),
        points=points,
        step=step,
        intro=table.text("intro", ""),
        automatic_weight=automatic,
        rubric_weight=by_hand,
        most_adjustment=adjustment.number("most", most=100),
        least_members=least,
        most_members=most,
        criteria=criteria,
    )


def _criteria(entries: list[TomlTable], step: float) -> tuple[Criterion, ...]:
    criteria: list[Criterion] = []
    for entry in entries:
        entry.known("name", "title", "points", "asks", "for_markers", "level")
        name = entry.text("name")
        if not _NAME.fullmatch(name) or name in RESERVED:
            why = Message("is a column of the final table") if name in RESERVED else Message("is no name")
            raise entry.error(
                "name", "{name} {why}", 'Choose another: small letters, digits and "-".', name=repr(name), why=why
            )
        if name in {other.name for other in criteria}:
            raise entry.error(
                "name", "the name {name} is used twice", "Give each criterion a name of its own.", name=repr(name)
            )
        points = entry.number("points", positive=True)
        if not _is_multiple(points, step):
            raise entry.error(
                "points",
                "{points} points are no multiple of the step {step}",
                "Change one of them.",
                points=points,
                step=step,
            )
        criteria.append(
            Criterion(
                name=name,
                title=entry.text("title"),
                points=points,
                asks=entry.text("asks"),
                for_markers=entry.text("for_markers", ""),
                levels=_levels(entry, points, step),
            )
        )
    return tuple(criteria)


def _levels(criterion: TomlTable, points: float, step: float) -> tuple[Level, ...]:
    entries = criterion.array("level")
    for entry in entries:
        entry.known("points", "means", "example")
    levels = [Level(entry.number("points"), entry.text("means"), entry.text("example", "")) for entry in entries]
    values = [level.points for level in levels]
    falling = all(higher > lower for higher, lower in itertools.pairwise(values))
    if len(levels) < 3 or not falling or values[0] != points or values[-1] != 0:
        raise criterion.error(
            "level",
            "the levels have {values} points",
            "They fall from {points} to 0, with at least one between.",
            values=", ".join(f"{value:g}" for value in values),
            points=points,
        )
    for entry, value in zip(entries, values, strict=True):
        if not _is_multiple(value, step):
            raise entry.error(
                "points", "{value} is no multiple of the step {step}", "Change its points.", value=value, step=step
            )
    if not levels[0].example or not any(level.example for level in levels[1:-1]):
        raise criterion.error(
            "level",
            "examples are missing",
            "Give one for full points and one for a level between, so that markers agree.",
        )
    return tuple(levels)


def _is_multiple(value: float, step: float) -> bool:
    return math.isclose(value / step, round(value / step), abs_tol=1e-9)
