"""The master notebook: a Python file in jupytext's percent format, read into cells and checked."""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.percent import RawCell, read_cells
from autograder.authoring.solution_marks import MarkError, find_regions, solution_source, strip_solution
from autograder.errors import KitError
from autograder.places import at, read_author_text

__all__ = [
    "CELL_HEADER",
    "MANUAL",
    "SETUP",
    "SOLUTION_ONLY",
    "TASK",
    "Cell",
    "Master",
    "read_master",
    "solution_source",
    "strip_solution",
]

SETUP = "setup"
SOLUTION_ONLY = "solution-only"
MANUAL, TASK = "manual", "task"
"""Markdown cells that people mark: students write into the first, and do or show something for the second."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,47}")
CELL_HEADER = re.compile(r"# %%(?!%)(?=\s|$)")
_METADATA = ("id", "exercise", "tags", "points")
_TAGS = ("exercise", SETUP, SOLUTION_ONLY, MANUAL, TASK)


@dataclass(frozen=True)
class Cell:
    """One cell of the master. ``source`` still holds the solution marks."""

    id: str
    kind: str
    """ "markdown" or "code"."""
    source: str
    exercise: str | None
    tags: frozenset[str]
    line: int
    """The line of the cell's header in the master file."""
    points: float | None = None
    """Of a manual or task cell: what people give for it at most, beside the points of the exercises."""


@dataclass(frozen=True)
class Master:
    """The cells of a master notebook, in order."""

    path: Path
    cells: tuple[Cell, ...]
    filled: bool = False
    """The numbers that the text asks for stand in it (:func:`autograder.authoring.prose.with_figures`)."""


def read_master(path: Path) -> Master:
    """Read and check a master notebook.

    Raises:
        KitError: if it breaks one of the rules in docs/adding_an_exercise.md; file and line are named.
    """
    text = read_author_text(path, "Each assignment has a master notebook of that name.")
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if CELL_HEADER.match(line)]
    found = _parsed(path, text, lines)
    if len(lines) != len(found):
        raise KitError(
            "{place}: {count} cells and {headers} header lines do not agree.",
            "Each cell begins with a line # %% at the margin, and nothing but the YAML header stands above the first.",
            place=at(path),
            count=len(found),
            headers=len(lines),
        )
    cells = tuple(_read_cell(path, raw, line) for raw, line in zip(found, lines, strict=True))
    _check_unique(path, cells)
    _check_order(path, cells)
    return Master(path=path, cells=cells)


def _parsed(path: Path, text: str, headers: list[int]) -> list[RawCell]:
    try:
        return read_cells(text)
    except Exception as error:  # of jupytext, nbformat or YAML, and none of them says where
        line = _first_bad_cell(text.split("\n"), headers)
        reason = str(error).strip().split("\n")[0]
        raise KitError(
            "{place}: jupytext cannot read the header: {reason}.",
            'Write it like # %% id="imports" tags=["setup"].',
            place=at(path, line),
            reason=reason,
        ) from error


def _first_bad_cell(lines: list[str], headers: list[int]) -> int:
    """The line of the first cell that cannot be read on its own; 1 where the YAML header is to blame."""
    for first, following in zip(headers, [*headers[1:], len(lines) + 1], strict=True):
        try:
            read_cells("\n".join(lines[first - 1 : following - 1]))
        except Exception:
            return first
    return 1


def _read_cell(path: Path, raw: RawCell, line: int) -> Cell:
    metadata = dict(raw.metadata)
    for key in metadata:
        near = difflib.get_close_matches(key, _METADATA, n=1, cutoff=0.7)
        if key not in _METADATA and near:
            raise KitError(
                "{place}: {key} in the cell's header.",
                "Did you mean {near}?",
                place=at(path, line),
                key=repr(key),
                near=repr(near[0]),
            )
    if raw.cell_type not in ("markdown", "code"):
        raise KitError(
            "{place}: a {kind} cell.", "Cells are # %% or # %% [markdown].", place=at(path, line), kind=raw.cell_type
        )
    identifier = metadata.get("id")
    if not isinstance(identifier, str) or not _ID.fullmatch(identifier):
        raise KitError(
            "{place}: the cell has no id." if identifier is None else "{place}: the id {identifier}.",
            'Write one in the header, id="why-scale": letters, digits and "-", at most 48.',
            place=at(path, line),
            identifier=repr(identifier),
        )
    tags = metadata.get("tags", [])
    for tag in tags:
        near = difflib.get_close_matches(tag, _TAGS, n=1, cutoff=0.75)
        if tag not in _TAGS and near:
            raise KitError(
                "{place}: the tag {tag}.",
                "Did you mean {near}?",
                place=at(path, line),
                tag=repr(tag),
                near=repr(near[0]),
            )
    cell = Cell(
        id=identifier,
        kind=raw.cell_type,
        source=raw.source,
        exercise=metadata.get("exercise"),
        tags=frozenset(tags),
        line=line,
        points=metadata.get("points"),
    )
    _check_marks(path, cell)
    _check_marked_by_people(path, cell)
    return cell


def _check_marks(path: Path, cell: Cell) -> None:
    if cell.exercise is not None:
        if not isinstance(cell.exercise, str) or not cell.exercise.isidentifier():
            raise KitError(
                "{place}: the exercise {exercise}.",
                "An exercise is named like a Python function: its test file is called so too.",
                place=at(path, cell.line),
                exercise=repr(cell.exercise),
            )
        if cell.kind != "code" or SOLUTION_ONLY in cell.tags:
            raise KitError(
                "{place}: only a code cell that students get can be an answer cell.",
                "Put the exercise's text into a markdown cell above it, and the solution between marks.",
                place=at(path, cell.line),
            )
    if cell.kind != "code":
        return
    try:
        regions = find_regions(cell.source)
        if cell.exercise is not None:
            if not regions:
                raise KitError(
                    "{place}: the answer cell of {exercise} has no solution mark, so students would get the solution.",
                    "Put # BEGIN SOLUTION and # END SOLUTION around what is to be cut out.",
                    place=at(path, cell.line),
                    exercise=repr(cell.exercise),
                )
            strip_solution(cell.source)
        elif regions:
            raise KitError(
                "{place}: a solution mark in a cell that is no answer cell.",
                'Give the cell\'s header exercise="…" or tags=["solution-only"].',
                place=at(path, cell.line + regions[0].first),
            )
    except MarkError as error:
        raise KitError(
            "{place}: {message}", error.mend, place=at(path, cell.line + error.line), message=error.message
        ) from error


def _check_marked_by_people(path: Path, cell: Cell) -> None:
    kinds = cell.tags & {MANUAL, TASK}
    if not kinds:
        if cell.points is not None:
            raise KitError(
                "{place}: points in the header of a cell that no person marks.",
                'Give it tags=["manual"] or tags=["task"], or write the points into the exercise\'s tests.',
                place=at(path, cell.line),
            )
        return
    if cell.kind != "markdown" or len(cell.tags) > 1:
        raise KitError(
            "{place}: a cell that people mark is a markdown cell with that tag alone.",
            'Write it like # %% [markdown] id="report" tags=["manual"] points=6.',
            place=at(path, cell.line),
        )
    points = cell.points
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 < points < math.inf:
        raise KitError(
            "{place}: what {id} is worth must be a positive number.",
            "Write points=6 in the header.",
            place=at(path, cell.line),
            id=repr(cell.id),
        )
    if "BEGIN SOLUTION" in cell.source or "END SOLUTION" in cell.source:
        raise KitError(
            "{place}: a solution mark in a cell that people mark.",
            'Write an answer of your own into a cell with tags=["solution-only"]; examples belong into the rubric.',
            place=at(path, cell.line),
        )


def _check_order(path: Path, cells: tuple[Cell, ...]) -> None:
    """nbgrader cannot put back a deleted cell that follows a task cell, and then grades nothing of that notebook."""
    task: Cell | None = None
    for cell in cells:
        if TASK in cell.tags:
            task = cell
        elif task is not None and (cell.exercise is not None or MANUAL in cell.tags):
            raise KitError(
                "{place}: {id} comes after the task cell {task}.",
                "Put task cells at the end, behind all exercises and manual cells.",
                place=at(path, cell.line),
                id=repr(cell.id),
                task=repr(task.id),
            )


def _check_unique(path: Path, cells: tuple[Cell, ...]) -> None:
    identifiers: dict[str, Cell] = {}
    exercises: dict[str, Cell] = {}
    for cell in cells:
        if cell.id in identifiers:
            raise KitError(
                "{place}: the id {id} is used in line {line} already.",
                "Give each cell an id of its own.",
                place=at(path, cell.line),
                id=repr(cell.id),
                line=identifiers[cell.id].line,
            )
        identifiers[cell.id] = cell
        if cell.exercise is not None:
            if cell.exercise in exercises:
                raise KitError(
                    "{place}: the exercise {exercise} has an answer cell in line {line} already.",
                    "An exercise has one answer cell.",
                    place=at(path, cell.line),
                    exercise=repr(cell.exercise),
                    line=exercises[cell.exercise].line,
                )
            exercises[cell.exercise] = cell
