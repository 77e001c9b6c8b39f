"""`autograder verify`: the tests of the tests."""

from __future__ import annotations

import os
import sys

import click
from rich.console import Console

from .options import isolation_options


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="one per core")
@click.option("--thorough", is_flag=True, help="Wrong variants also on slow exercises that they are not about.")
@click.option(
    "--sample", type=click.IntRange(1), metavar="N", help="Of each exercise's wrong variants N at most: a quicker look."
)
@isolation_options
def verify(
    assignments: tuple[str, ...],
    jobs: int,
    thorough: bool,
    sample: int | None,
    isolation: str,
    require_isolation: str | None,
) -> None:
    """Check that the tests of ASSIGNMENTS (all, if none is named) tell right from wrong.

    The solution and every right variant must get full marks, an untouched notebook nothing on hidden cases, and every
    wrong variant must lose points in its own exercise and only there. Prints the kill matrix; exit code 1 if
    anything does not hold.
    """
    from autograder.authoring.catalogue import assignment_names, find_assignment, kit_root
    from autograder.isolation.levels import choose
    from autograder.verification.kill_matrix import print_matrix
    from autograder.verification.verify import verify_assignment

    kit = kit_root()
    level = choose(isolation, require_isolation)
    chosen = [find_assignment(name, kit) for name in assignments or assignment_names(kit)]
    # A pipe has no width; the matrix must not be folded there.
    console = Console() if sys.stdout.isatty() else Console(width=160)
    holds = True
    for assignment in chosen:
        report = verify_assignment(assignment, kit, level, jobs, thorough, sample)
        print_matrix(report, console)
        holds = holds and not report.problems
    if not holds:
        sys.exit(1)
