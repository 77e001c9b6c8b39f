"""The class on a terminal: a row a student, then what should be looked at, team by team."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.authoring.rubric import Rubric
from autograder.messages import Message
from autograder.reports.tables import number
from autograder.teams.combine import FinalRow
from autograder.translation import _


def print_overview(
    rows: Sequence[FinalRow], rubric: Rubric, console: Console, translate: Callable[[str], str] = str
) -> None:
    """Print the table, the remarks, and the figures of the class. Names are text, never markup."""
    table = Table(title=Text(rubric.title), title_justify="left")
    for heading in (_("team"), _("student"), _("name")):
        table.add_column(translate(heading), overflow="fold")
    table.add_column(translate(_("automatic")), justify="right")
    for criterion in rubric.criteria:
        table.add_column(Text(criterion.name), justify="right")
    for heading in (Message("rubric /{points}", points=rubric.points), _("adjust"), _("final")):
        table.add_column(translate(heading), justify="right")
    for row in rows:
        points = [_shown(row.marks[criterion.name]) for criterion in rubric.criteria]
        automatic = f"{number(row.automatic)} /{number(row.automatic_max)}" if row.automatic is not None else "–"
        adjustment = f"{row.adjustment:+g}" if row.adjustment else ""
        cells = [row.team or "?", row.student, row.name, automatic, *points, _shown(row.rubric), adjustment]
        table.add_row(*(Text(cell) for cell in (*cells, _shown(row.final))))
    console.print(table)
    for line in _remarks(rows):
        console.print(Text(translate(line)), soft_wrap=True)
    console.print(Text(translate(_summary(rows))), soft_wrap=True)


def _shown(value: float | None) -> str:
    return "–" if value is None else number(value)


def _remarks(rows: Sequence[FinalRow]) -> list[Message]:
    """A team's remarks once, not once for each of its members."""
    said: dict[Message, None] = {}
    for row in rows:
        who = Message("team {team}", team=row.team) if row.team else row.submission
        said |= dict.fromkeys(Message("{who}: {remark}", who=who, remark=remark) for remark in row.remarks)
        if row.adjustment:
            how = f"{row.name} {row.adjustment:+g} ({row.reason})"
            said[Message("{who}: {remark}", who=who, remark=how)] = None
    return list(said)


def _summary(rows: Sequence[FinalRow]) -> Message:
    finals = [row.final for row in rows if row.final is not None]
    people = sum(bool(row.team) for row in rows)
    count = Message("final marks: {count} of {people} students", count=len(finals), people=people)
    if not finals:
        return count
    return Message(
        "{count}; mean {mean}, median {median}, from {least} to {most}",
        count=count,
        mean=f"{statistics.fmean(finals):.1f}",
        median=f"{statistics.median(finals):.1f}",
        least=number(min(finals)),
        most=number(max(finals)),
    )
