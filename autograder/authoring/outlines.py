"""What the text of an assignment tells without running any of it: the cases of a test file, the numbers of exercises."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.places import read_author_text

_NUMBER = re.compile(r"\*\*Exercise\s+(\d+\.\d+[a-z]?)\*\*")


@dataclass(frozen=True)
class CaseOutline:
    """A case as it stands in the file."""

    name: str
    title: str
    hidden: bool
    failure_message: str
    arguments: tuple[str, ...]
    """Names of the student's notebook."""
    line: int
    points: float | None = None
    """None where the file leaves it to Otter."""


def case_outlines(path: Path) -> tuple[CaseOutline, ...]:
    """The cases of a test file, in order. The file must be valid Python; whatever else is wrong with it shows on loading.

    Raises:
        KitError: if it cannot be read.
    """
    found: list[CaseOutline] = []
    for statement in ast.parse(read_author_text(path)).body:
        call = _decorator(statement)
        if call is None:
            continue
        assert isinstance(statement, ast.FunctionDef)
        options = {
            word.arg: word.value.value
            for word in call.keywords
            if word.arg is not None and isinstance(word.value, ast.Constant)
        }
        title = inspect.cleandoc(ast.get_docstring(statement) or "").split("\n")[0].strip()
        found.append(
            CaseOutline(
                name=statement.name,
                title=title or in_words(statement.name),
                hidden=options.get("hidden") is True,
                failure_message=str(options.get("failure_message", "")),
                arguments=tuple(argument.arg for argument in statement.args.args),
                line=statement.lineno,
                points=points if isinstance(points := options.get("points"), int | float) else None,
            )
        )
    return tuple(found)


def in_words(name: str) -> str:
    """The title of a case without a docstring."""
    words = name.removeprefix("test_").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _decorator(statement: ast.stmt) -> ast.Call | None:
    if isinstance(statement, ast.FunctionDef):
        for decorator in statement.decorator_list:
            if isinstance(decorator, ast.Call) and _called(decorator.func) == "test_case":
                return decorator
    return None


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def exercise_numbers(assignment: Assignment) -> dict[str, str]:
    """The number of each exercise as the notebook gives it (``**Exercise 3.2**``); by position where it gives none."""
    numbers: dict[str, str] = {}
    announced: str | None = None
    for cell in assignment.master.cells:
        if cell.kind == "markdown" and "exercise" in cell.tags:
            match = _NUMBER.search(cell.source)
            announced = match[1] if match else None
        elif cell.exercise:
            numbers[cell.exercise] = announced or f"{assignment.number}.{len(numbers) + 1}"
            announced = None
    return numbers
