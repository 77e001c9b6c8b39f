"""The attacks as rows: what each is called, where its outcome is promised, and what came out in this run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import Bench

from autograder.isolation.levels import Level

BLOCK_IN = Path(__file__).resolve().parents[2] / "docs" / "isolation.md"
BEGIN, END = "<!-- attacks: begin (made by tests/engine) -->", "<!-- attacks: end -->"
MORE_BEGIN, MORE_END = "<!-- more attacks: begin (made by tests/engine) -->", "<!-- more attacks: end -->"
FIRST_MORE = 26
LEVELS = (Level.NAMESPACES, Level.LANDLOCK, Level.PROCESS)
NOT_PROMISED = "not promised"


@dataclass(frozen=True)
class Row:
    """One attack. ``run`` asserts that it failed, and returns its outcome in a few words."""

    number: int
    title: str
    weakest: Level
    run: Callable[[Bench, Level], str]

    everywhere: bool = True
    """Whether it is tried at each level; an attack on what is the same everywhere is tried at the strongest alone."""


ROWS: dict[int, Row] = {}
"""The 25 that are known to get through elsewhere."""
MORE: dict[int, Row] = {}
"""Further ones."""
TABLE: dict[tuple[int, Level], str] = {}
"""The outcomes of this run of the 25."""
MORE_TABLE: dict[int, str] = {}
"""The outcomes of this run of the others."""


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


def more(
    title: str, weakest: Level = Level.PROCESS, everywhere: bool = False
) -> Callable[..., Callable[[Bench, Level], str]]:
    """Register a further attack; its number is the next one."""

    def register(run: Callable[[Bench, Level], str]) -> Callable[[Bench, Level], str]:
        number = FIRST_MORE + len(MORE)
        MORE[number] = Row(number, title, weakest, run, everywhere)
        return run

    return register


def stored_more(text: str) -> dict[int, str]:
    """The outcomes of the further attacks that the document shows."""
    lines = [line.strip().strip("|").split("|") for line in _block(text, MORE_BEGIN, MORE_END).splitlines()]
    return {int(cells[0]): cells[2].strip() for cells in lines if len(cells) == 4 and cells[0].strip().isdigit()}


def render_more(text: str) -> str:
    """The document with the outcomes of the further attacks in its second table."""
    outcomes = stored_more(text) | MORE_TABLE
    lines = ["| # | A submission that … | outcome | from level |", "|---|---|---|---|"]
    for number, entry in sorted(MORE.items()):
        lines.append(f"| {number} | {entry.title} | {outcomes.get(number, 'not run')} | `{entry.weakest.label}` |")
    return _replaced(text, MORE_BEGIN, lines, MORE_END)


def stored(text: str) -> dict[tuple[int, Level], str]:
    """The outcomes that the document shows."""
    found: dict[tuple[int, Level], str] = {}
    for line in _block(text, BEGIN, END).splitlines():
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
    return _replaced(text, BEGIN, lines, END)


def _replaced(text: str, begin: str, lines: list[str], end: str) -> str:
    block = "\n".join((begin, *lines, end))
    return re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda match: block, text, flags=re.DOTALL)


def _block(text: str, begin: str, end: str) -> str:
    return text.partition(begin)[2].partition(end)[0]
