"""The kill matrix on a terminal: wrong variants against exercises, with the points that each lost."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from .verify import Verification


def print_matrix(report: Verification, console: Console) -> None:
    """Print the matrix, then what does not hold."""
    assignment = report.assignment
    table = Table(title=f"{assignment.number}. {assignment.title}: points lost", title_justify="left")
    table.add_column("notebook", overflow="fold", min_width=24)
    for number, _ in enumerate(assignment.exercises, start=1):
        table.add_column(f"{assignment.number}.{number}", justify="right")
    table.add_column("hint")
    table.add_column("")
    for row in report.rows:
        cells = [_points(row.lost.get(exercise.name), exercise.name == row.owner) for exercise in assignment.exercises]
        recognised = ("named" if row.recognised else "") if row.kind == "wrong" else ""
        name = row.name if row.kind in ("solution", "untouched") else f"{row.kind}/{row.name}"
        table.add_row(name, *cells, recognised, "[red]✗[/red]" if row.problem else "[green]✓[/green]")
    console.print(table)
    for number, exercise in enumerate(assignment.exercises, start=1):
        console.print(f"  {assignment.number}.{number}  {exercise.name} ({exercise.points:g} points)", highlight=False)
    wrong = [row for row in report.rows if row.kind == "wrong"]
    killed = sum(not row.problem for row in wrong)
    named = sum(row.recognised for row in wrong)
    console.print(
        f"{killed} of {len(wrong)} wrong variants caught where they should be; {named} named in the feedback."
    )
    for problem in report.problems:
        console.print(f"[red]✗[/red] {problem}", highlight=False)


def _points(lost: float | None, own: bool) -> str:
    if lost is None:
        return "[red]0[/red]" if own else "·"
    return f"[bold]{lost:g}[/bold]" if own else f"{lost:g}"
