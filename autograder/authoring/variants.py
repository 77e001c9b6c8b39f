"""Wrong and right solutions: one file each, run as one more cell behind the answer cell that it overrides."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.authoring.places import at, did_you_mean, read_author_text
from autograder.errors import KitError

KINDS = ("wrong", "right")
_EXERCISE = re.compile(r"^#\s*exercises?:\s*(.*)$")


@dataclass(frozen=True)
class Variant:
    """One file of ``wrong/`` or ``right/``."""

    path: Path
    name: str
    kind: str
    exercises: tuple[str, ...]
    title: str
    """The first line of the docstring: the misconception's name."""
    hint: str
    """The rest of it: what a student reads when the grader recognises the mistake. Empty in ``right/``, if it is."""
    source: str


def load_variants(assignment: Assignment) -> list[Variant]:
    """The wrong solutions and then the right ones, each sorted by file name.

    Raises:
        KitError: if a file has no docstring, no ``# exercise:`` line, or names an exercise that does not exist.
    """
    return [_load(assignment, path, kind) for kind in KINDS for path in sorted((assignment.folder / kind).glob("*.py"))]


def _load(assignment: Assignment, path: Path, kind: str) -> Variant:
    source = read_author_text(path)
    try:
        docstring = ast.get_docstring(ast.parse(source)) or ""
    except SyntaxError as error:
        raise KitError(f"{at(path, error.lineno)}: {error.msg}.", "The file must be valid Python.") from error
    title, _, hint = inspect.cleandoc(docstring).partition("\n")
    title, hint = title.strip(), hint.strip()
    if not title:
        raise KitError(f"{at(path)} has no docstring.", "Its first line names the solution.")
    if kind == "wrong" and not hint:
        raise KitError(
            f"{at(path)}: the docstring has no hint.",
            "Below its first line, write what a good teaching assistant would say to whoever made this mistake.",
        )
    exercises = _exercises(assignment, path, source)
    if kind == "wrong" and len(exercises) != 1:
        raise KitError(f"{at(path)} belongs to {len(exercises)} exercises.", "A misconception belongs to one exercise.")
    return Variant(
        path=path, name=path.stem, kind=kind, exercises=exercises, title=title.rstrip("."), hint=hint, source=source
    )


def _exercises(assignment: Assignment, path: Path, source: str) -> tuple[str, ...]:
    known = [cell.exercise for cell in assignment.master.cells if cell.exercise]  # also of exercises left out of a run
    for number, line in enumerate(source.split("\n"), start=1):
        match = _EXERCISE.match(line)
        if not match:
            continue
        names = tuple(name.strip() for name in match[1].split(",") if name.strip())
        for name in names:
            if name not in known:
                raise KitError(f"{at(path, number)}: there is no exercise {name!r}.", did_you_mean(name, known))
        if names and len(set(names)) == len(names):
            return names
    raise KitError(f"{at(path)} does not say which exercise it solves.", "Add a line like: # exercise: softmax")
