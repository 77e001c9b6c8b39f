"""The 25 attacks as rows: what each is called, where its outcome is promised, and what came out in this run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import Bench

from autograder.isolation.levels import Level

BLOCK_IN = Path(__file__).resolve().parents[2] / "docs" / "isolation.md"
BEGIN, END = "<!-- attacks: begin (made by tests/engine) -->", "<!-- attacks: end -->"
LEVELS = (Level.NAMESPACES, Level.LANDLOCK, Level.PROCESS)
NOT_PROMISED = "not promised"


@dataclass(frozen=True)
class Row:
    """One attack. ``run`` asserts that it failed, and returns its outcome in a few words."""

    number: int
    title: str
    weakest: Level
    run: Callable[[Bench, Level], str]


ROWS: dict[int, Row] = {}
TABLE: dict[tuple[int, Level], str] = {}
"""The outcomes of this run."""


def row(number: int, title: str, weakest: Level = Level.PROCESS) -> Callable[..., Callable[[Bench, Level], str]]:
    """Register an attack.

    Args:
        number: of the row.
        title: what a submission does, behind "A submission that …".
        weakest: the weakest level that promises to stop it.
    """

    def register(run: Callable[[Bench, Level], str]) -> Callable[[Bench, Level], str]:
        ROWS[number] = Row(number, title, weakest, run)
        return run

    return register


def stored(text: str) -> dict[tuple[int, Level], str]:
    """The outcomes that the document shows."""
    found: dict[tuple[int, Level], str] = {}
    for line in _block(text).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 2 + len(LEVELS) and cells[0].isdigit():
            for level, outcome in zip(LEVELS, cells[2:], strict=True):
                found[int(cells[0]), level] = outcome
    return found


def render(text: str) -> str:
    """The document with the outcomes of this run in its table; what was not run here stays as it was."""
    outcomes = stored(text) | TABLE
    head = ["#", "A submission that …", *(f"`{level.label}`" for level in LEVELS)]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for number, entry in sorted(ROWS.items()):
        cells = [
            NOT_PROMISED if level < entry.weakest else outcomes.get((number, level), "not run") for level in LEVELS
        ]
        lines.append("| " + " | ".join((str(number), entry.title, *cells)) + " |")
    block = "\n".join((BEGIN, *lines, END))
    return re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda match: block, text, flags=re.DOTALL)


def _block(text: str) -> str:
    return text.partition(BEGIN)[2].partition(END)[0]
