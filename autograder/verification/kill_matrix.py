"""What verification found, on a terminal: the kill matrix (wrong variants against exercises, with the points that each
lost), the table of blame, and what does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.messages import Message
from autograder.translation import _

from .blame import Figures, figures
from .verify import Row, Verification

MANY = 3
"""Rows beyond which a warning that they share names none of them."""

Translate = Callable[[str], str]
"""Into the language that is read; ``str`` gives the English text."""


def print_matrix(report: Verification, console: Console, translate: Translate = str) -> None:
    """Print the matrix, then what does not hold."""
    assignment = report.assignment
    title = Message("{number}. {title}: points lost", number=assignment.number, title=Message(assignment.title))
    table = Table(title=translate(title), title_justify="left")
    table.add_column(translate(_("notebook")), overflow="fold", min_width=24)
    shown = [exercise for exercise in assignment.exercises if exercise.name in report.exercises]
    for exercise in shown:
        table.add_column(report.numbers[exercise.name], justify="right")
    table.add_column(translate(_("hint")))
    table.add_column("")
    for row in report.rows:
        cells = [_points(row, exercise.name) for exercise in shown]
        named = _("named") if row.recognised else _("other") if row.named else ""
        table.add_row(_name(row), *cells, translate(named), "[red]✗[/red]" if row.problems else "[green]✓[/green]")
    console.print(table)
    for exercise in shown:
        line = Message(
            "  {number}  {exercise} ({points} points)",
            number=report.numbers[exercise.name],
            exercise=exercise.name,
            points=exercise.points,
        )
        console.print(translate(line), highlight=False)
    wrong = [row for row in report.rows if row.kind == "wrong"]
    killed = sum(not row.problems for row in wrong)
    recognised = sum(row.recognised for row in wrong)
    line = Message(
        "{killed} of {all} wrong variants caught where they should be; {named} named in the feedback.",
        killed=killed,
        all=len(wrong),
        named=recognised,
    )
    console.print(translate(line))
    print_problems(report, console, translate)


def print_problems(report: Verification, console: Console, translate: Translate = str) -> None:
    """What does not hold, and what is still lacking, a line each."""
    for problem in report.problems:
        console.print("[red]✗[/red]", end=" ")
        console.print(translate(problem), highlight=False, markup=False)
    for row in report.rows:
        for why in row.why:
            console.print(f"  {row.kind} {row.name}: {translate(why)}", highlight=False, markup=False)
    for warning in _gathered(report):
        console.print("[yellow]![/yellow]", end=" ")
        console.print(translate(warning), highlight=False, markup=False)


def _gathered(report: Verification) -> list[str]:
    """The warnings; what many rows have in common is said once."""
    found = list(report.general_warnings)
    common = Counter(warning for row in report.rows for warning in row.warnings)
    for warning, number in common.items():
        names = [f"{row.kind} {row.name}" for row in report.rows if warning in row.warnings]
        if number <= MANY:
            found.append(Message("{names}: {problem}", names=", ".join(names), problem=warning))
        else:
            found.append(Message("{number} variants: {problem}", number=number, problem=warning))
    return found


def print_cases(report: Verification, console: Console) -> None:
    """Each wrong variant with the cases that it fails and its share of the exercise's points."""
    for row in report.rows:
        if row.cost:
            failed = [
                f"{name}.{case}" if name != row.owner else case for name, cases in row.failed.items() for case in cases
            ]
            console.print(f"  {row.name} ({row.cost.share:.0%}): {', '.join(failed)}", highlight=False, markup=False)


def print_blame(reports: Sequence[Verification], console: Console, translate: Translate = str) -> None:
    """How exactly wrong variants are blamed, by assignment and, where it is one, by exercise."""
    table = Table(title=translate(_("Blame: what a wrong variant costs in its exercise")), title_justify="left")
    table.add_column("")
    for column in (
        _("wrong variants"),
        _("cases failed, mean"),
        _("most"),
        _("lose over half"),
        _("seen by a public check"),
    ):
        table.add_column(translate(column), justify="right")
    for report in reports:
        by_exercise = {
            f"{report.numbers[exercise.name]}  {exercise.name}": [
                row for row in report.rows if row.kind == "wrong" and row.owner == exercise.name
            ]
            for exercise in report.assignment.exercises
        }
        if len(reports) == 1:
            for name, rows in by_exercise.items():
                _add(table, name, blame_of(rows))
            table.add_section()
        _add(table, report.assignment.name, blame_of([row for rows in by_exercise.values() for row in rows]))
    console.print(table)


def blame_of(rows: Sequence[Row]) -> Figures | None:
    """The figures of some rows of wrong variants."""
    return figures([row.cost for row in rows if row.cost is not None])


def as_data(report: Verification) -> dict[str, Any]:
    """The report as plain data, for ``--json``."""
    blame = blame_of(report.rows)
    return {
        "assignment": report.assignment.name,
        "exercises": [
            {"name": exercise.name, "number": report.numbers[exercise.name], "points": exercise.points}
            for exercise in report.assignment.exercises
            if exercise.name in report.exercises
        ],
        "notebooks": [asdict(row) for row in report.rows],
        "blame": asdict(blame) if blame else None,
        "problems": report.problems,
        "warnings": report.warnings,
    }


def _add(table: Table, name: str, found: Figures | None) -> None:
    if found:
        numbers = (f"{found.mean:.2f}", f"{found.most}", f"{found.over_half:.0%}", f"{found.public:.0%}")
        table.add_row(name, f"{found.wrong}", *numbers)


def _name(row: Row) -> str:
    return row.name if row.kind in ("solution", "untouched") else f"{row.kind}/{row.name}"


def _points(row: Row, exercise: str) -> str:
    own = exercise == row.owner
    lost = row.lost.get(exercise)
    if lost is None:
        return "[red]0[/red]" if own else "·"
    return f"[bold]{lost:g}[/bold]" if own else f"{lost:g}"
