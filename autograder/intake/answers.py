"""Answers whose cell has become Markdown or raw by a slip of the keyboard (Esc, M): they are code, and are run as code."""

from __future__ import annotations

import ast
import re
import warnings
from typing import Any

from autograder.intake.hand_out import HandOut, defines
from autograder.messages import Message

_INNER_FENCE = re.compile(
    r"^[ \t]*```[ \t]*(?:python|py|python3|ipython)?[ \t]*\n(?P<code>.*?)\n?^[ \t]*```[ \t]*$", re.S | re.M | re.I
)
_FENCE = re.compile(r"\A\s*```[^\n`]*\n(?P<code>.*?)\n?[ \t]*```\s*\Z", re.S)


def answers_as_code(
    cells: list[dict[str, Any]], hand_out: HandOut | None, notes: list[Message]
) -> list[dict[str, Any]]:
    """The cells with lost answers made code again, a note on each, and without other raw cells.

    A cell is a lost answer if its metadata or its id say which exercise it answers; or, where the hand-out is known, if it is
    plain Python that defines a name which an exercise asks for and no code cell defines. It stays text if it is prose, or
    as it was given out.
    """
    code = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "code")
    kept = []
    for cell in cells:
        kind = cell["cell_type"]
        if kind != "code":
            exercise = _lost_exercise(cell, code, hand_out)
            source = _unfenced(cell["source"])
            if exercise and _is_code(source, exercise, hand_out):
                said = Message(
                    "The answer to {exercise} stands in a Markdown cell; it was run as code.", exercise=exercise
                )
                if kind == "raw":
                    said = Message(
                        "The answer to {exercise} stands in a raw cell; it was run as code.", exercise=exercise
                    )
                notes.append(said)
                cell = cell | {"cell_type": "code", "source": source, "execution_count": None, "outputs": []}
            elif exercise and source.strip() and not (hand_out and hand_out.gave(source)):
                notes.append(
                    Message(
                        "The answer cell of {exercise} is no code cell any more, and holds no Python.",
                        exercise=exercise,
                    )
                )
        if cell["cell_type"] != "raw":
            kept.append(cell)
    return kept


def _lost_exercise(cell: dict[str, Any], code: str, hand_out: HandOut | None) -> str | None:
    if hand_out is None:
        named = cell["metadata"].get("exercise")
        return named if isinstance(named, str) and named.isidentifier() else None
    known = hand_out.exercise_of(cell)
    if known or not _parses(_unfenced(cell["source"])):
        return known
    for answer in hand_out.answers:
        if defines(_unfenced(cell["source"]), answer.provides) and not defines(code, answer.provides):
            return answer.exercise
    return None


def _is_code(source: str, exercise: str, hand_out: HandOut | None) -> bool:
    """Python, or what was meant to be: with its mistake it is the student's answer all the same."""
    if not source.strip() or (hand_out and hand_out.gave(source)):
        return False
    names = next((a.provides for a in hand_out.answers if a.exercise == exercise), ()) if hand_out else (exercise,)
    return defines(source, names) or _parses(source)


def _unfenced(source: str) -> str:
    """Without the fence that an editor of Markdown puts around code; of prose with code in fences, the code."""
    match = _FENCE.match(source)
    if match and "```" not in match["code"]:
        return match["code"]
    inside = [found["code"] for found in _INNER_FENCE.finditer(source)]
    return "\n\n".join(inside) if inside else source


def _parses(source: str) -> bool:
    """Whether it is Python with at least one statement that does something: a lone word or text is prose."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(source[:100_000]).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(not isinstance(statement, ast.Expr) or isinstance(statement.value, ast.Call) for statement in body)
