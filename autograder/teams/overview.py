"""The class on a terminal: a row a student, then what should be looked at, team by team."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.authoring.rubric import Rubric
from autograder.reports.tables import number
from autograder.teams.combine import FinalRow


def print_overview(rows: Sequence[FinalRow], rubric: Rubric, console: Console) -> None:
    """Print the table, the remarks, and the figures of the class. Names are text, never markup."""
    table = Table(title=Text(rubric.title), title_justify="left")
    for heading in ("team", "student", "name"):
        table.add_column(heading, overflow="fold")
    for heading in ("automatic", *(c.name for c in rubric.criteria), f"rubric /{rubric.points:g}", "adjust", "final"):
        table.add_column(Text(heading), justify="right")
    for row in rows:
        points = [_shown(row.marks[criterion.name]) for criterion in rubric.criteria]
        automatic = f"{number(row.automatic)} /{number(row.automatic_max)}" if row.automatic is not None else "–"
        adjustment = f"{row.adjustment:+g}" if row.adjustment else ""
        cells = [row.team or "?", row.student, row.name, automatic, *points, _shown(row.rubric), adjustment]
        table.add_row(*(Text(cell) for cell in (*cells, _shown(row.final))))
    console.print(table)
    for line in _remarks(rows):
        console.print(Text(line), soft_wrap=True)
    console.print(Text(_summary(rows)), soft_wrap=True)


def _shown(value: float | None) -> str:
    return "–" if value is None else number(value)


def _remarks(rows: Sequence[FinalRow]) -> list[str]:
    """A team's remarks once, not once for each of its members."""
    said: dict[str, None] = {}
    for row in rows:
        who = f"team {row.team}" if row.team else row.submission
        said |= dict.fromkeys(f"{who}: {remark}" for remark in row.remarks)
        if row.adjustment:
            said[f"{who}: {row.name} {row.adjustment:+g} ({row.reason})"] = None
    return list(said)


def _summary(rows: Sequence[FinalRow]) -> str:
    finals = [row.final for row in rows if row.final is not None]
    people = sum(bool(row.team) for row in rows)
    text = f"final marks: {len(finals)} of {people} students"
    if finals:
        text += (
            f"; mean {statistics.fmean(finals):.1f}, median {statistics.median(finals):.1f}, "
            f"from {number(min(finals))} to {number(max(finals))}"
        )
    return text
