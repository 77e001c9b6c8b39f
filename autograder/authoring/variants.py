"""Wrong and right solutions: one file each, run as one more cell behind the answer cell that it overrides."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.authoring.assignment import Assignment
from autograder.errors import KitError
from autograder.messages import Message
from autograder.places import at, did_you_mean, read_author_text

KINDS = ("wrong", "right")
DECLARED: dict[str, tuple[str, str]] = {
    "FAILS": (Message("a tuple of names of cases"), 'FAILS = ("test_rows_sum_to_one",)'),
    "HEADLINE": ("True", "HEADLINE = True"),
    "DEFEATS": (
        Message("a sentence"),
        'DEFEATS = "Without the shift there is no softmax of large scores, the exercise\'s point."',
    ),
    "EDGE": ("True", "EDGE = True"),
}
"""The names by which a wrong solution declares what it costs: what each must be, and an example."""
EXERCISE_LINE = re.compile(r"^#\s*exercises?:\s*(.*)$")


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
    """What is run: the file's text, in which the lines of the declarations are empty."""
    fails: tuple[str, ...] | None = None
    """The cases that it must fail, and only those: ``test_name``, of another exercise ``exercise.test_name``. None if
    nothing is declared."""
    headline: bool = False
    """Whether it is the mistake that its section's text warns of: a public case must see it."""
    defeats: str = ""
    """Why it may cost more than half of its exercise; empty if it may not."""
    edge: bool = False
    """Whether it is wrong in an edge case only, and may cost less than a tenth."""


def load_variants(assignment: Assignment) -> list[Variant]:
    """The wrong solutions and then the right ones, each sorted by file name.

    Raises:
        KitError: if a file has no docstring, no ``# exercise:`` line, or names an exercise that does not exist.
    """
    return [_load(assignment, path, kind) for kind in KINDS for path in sorted((assignment.folder / kind).glob("*.py"))]


def _load(assignment: Assignment, path: Path, kind: str) -> Variant:
    source = read_author_text(path)
    try:
        tree = ast.parse(source)
        docstring = ast.get_docstring(tree) or ""
    except SyntaxError as error:
        raise KitError(
            "{place}: {reason}.", "The file must be valid Python.", place=at(path, error.lineno), reason=error.msg
        ) from error
    title, _, hint = inspect.cleandoc(docstring).partition("\n")
    title, hint = title.strip(), hint.strip()
    if not title:
        raise KitError("{place} has no docstring.", "Its first line names the solution.", place=at(path))
    if kind == "wrong" and not hint:
        raise KitError(
            "{place}: the docstring has no hint.",
            "Below its first line, write what a good teaching assistant would say to whoever made this mistake.",
            place=at(path),
        )
    exercises = _exercises(assignment, path, source)
    if kind == "wrong" and len(exercises) != 1:
        raise KitError(
            "{place} belongs to {count} exercises.",
            "A misconception belongs to one exercise.",
            place=at(path),
            count=len(exercises),
        )
    declared, source = _declarations(path, tree, source)
    if kind == "right" and declared:
        raise KitError(
            "{place} declares {declared}.",
            "A right solution fails nothing.",
            place=at(path),
            declared=next(iter(declared)),
        )
    return Variant(
        path=path,
        name=path.stem,
        kind=kind,
        exercises=exercises,
        title=title.rstrip("."),
        hint=hint,
        source=source,
        fails=declared.get("FAILS"),
        headline=declared.get("HEADLINE", False),
        defeats=declared.get("DEFEATS", ""),
        edge=declared.get("EDGE", False),
    )


def _declarations(path: Path, tree: ast.Module, source: str) -> tuple[dict[str, Any], str]:
    """What a file declares, and its text with those lines empty: they are no part of what a student would have written."""
    found: dict[str, Any] = {}
    lines = source.split("\n")
    for statement in tree.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if not isinstance(target, ast.Name) or target.id not in DECLARED:
            continue
        assert isinstance(statement, ast.Assign)
        found[target.id] = _literal(path, target.id, statement)
        for number in range(statement.lineno, (statement.end_lineno or statement.lineno) + 1):
            lines[number - 1] = ""
    return found, "\n".join(lines)


def _literal(path: Path, name: str, statement: ast.Assign) -> Any:
    kind, example = DECLARED[name]
    try:
        value = ast.literal_eval(statement.value)
    except ValueError:
        value = None
    if name == "FAILS":
        fine = isinstance(value, tuple) and bool(value) and all(isinstance(case, str) for case in value)
        fine = fine and len(set(value)) == len(value)
    elif name == "DEFEATS":
        fine = isinstance(value, str) and bool(value.strip())
    else:
        fine = value is True
    if not fine:
        raise KitError(
            "{place}: {name} must be {kind}.",
            "Write it like {example}.",
            place=at(path, statement.lineno),
            name=name,
            kind=kind,
            example=example,
        )
    return value


def _exercises(assignment: Assignment, path: Path, source: str) -> tuple[str, ...]:
    known = [cell.exercise for cell in assignment.master.cells if cell.exercise]  # also of exercises left out of a run
    for number, line in enumerate(source.split("\n"), start=1):
        match = EXERCISE_LINE.match(line)
        if not match:
            continue
        names = tuple(name.strip() for name in match[1].split(",") if name.strip())
        for name in names:
            if name not in known:
                raise KitError(
                    "{place}: there is no exercise {name}.",
                    did_you_mean(name, known),
                    place=at(path, number),
                    name=repr(name),
                )
        if names and len(set(names)) == len(names):
            return names
    raise KitError(
        "{place} does not say which exercise it solves.", "Add a line like: # exercise: softmax", place=at(path)
    )
