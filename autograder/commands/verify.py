"""`autograder verify`: the tests of the tests."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import click

from .options import isolation_options

if TYPE_CHECKING:
    from autograder.authoring.assignment import Assignment
    from autograder.verification.verify import Verification


@click.command()
@click.argument("assignments", nargs=-1)
@click.option(
    "--exercise",
    "exercises",
    multiple=True,
    metavar="NAME",
    help="Only this exercise, and what builds on it. Repeatable.",
)
@click.option("--failures", is_flag=True, help="Print only what does not hold.")
@click.option("--blame", is_flag=True, help="Print what wrong variants cost, in place of the matrix.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--strict", is_flag=True, help="Warnings are failures too.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="one per core")
@click.option("--thorough", is_flag=True, help="Every variant on every exercise, whether it can touch it or not.")
@click.option(
    "--sample", type=click.IntRange(1), metavar="N", help="Of each exercise's wrong variants N at most: a quicker look."
)
@click.option("--from-nothing", is_flag=True, help="Grade everything anew, whatever results are kept from before.")
@click.option(
    "--write-fails",
    is_flag=True,
    help="Add to each wrong variant without FAILS what it fails now; read it before you commit.",
)
@click.option(
    "--unread",
    is_flag=True,
    help="Write wrong/verdicts.tsv: a second reader answers its question marks. Grades nothing.",
)
@isolation_options
def verify(
    assignments: tuple[str, ...],
    exercises: tuple[str, ...],
    failures: bool,
    blame: bool,
    as_json: bool,
    strict: bool,
    jobs: int,
    thorough: bool,
    sample: int | None,
    from_nothing: bool,
    write_fails: bool,
    unread: bool,
    isolation: str,
    require_isolation: str | None,
) -> None:
    """Check that the tests of ASSIGNMENTS (all, if none is named) tell right from wrong.

    The solution and every right variant must get full marks, an untouched notebook nothing on hidden cases, and every
    wrong variant must fail the cases that it declares, in its own exercise and only there. Prints the kill matrix;
    exit code 1 if anything does not hold.
    """
    from autograder.authoring.catalogue import assignments_to_work_on, kit_root
    from autograder.errors import KitError

    kit = kit_root()
    chosen = assignments_to_work_on(assignments, kit)
    if exercises and len(chosen) != 1:
        raise KitError("--exercise was given without one assignment.", "Name it: autograder verify 03_attention …")
    if unread:
        _write_unread(chosen)
        return
    from autograder.isolation.levels import choose
    from autograder.translation import of_environment
    from autograder.verification.cache import Cache
    from autograder.verification.kill_matrix import as_data, print_blame, print_cases, print_matrix, print_problems
    from autograder.verification.verify import verify_assignment

    level = choose(isolation, require_isolation)
    translate = of_environment()
    # A pipe has no width; the matrix must not be folded there.
    from rich.console import Console

    console = Console() if sys.stdout.isatty() else Console(width=160)
    reports: list[Verification] = []
    for assignment in chosen:
        cache = Cache(kit, assignment, read=not from_nothing)
        report = verify_assignment(assignment, kit, level, jobs, thorough, sample, exercises or None, cache)
        reports.append(report)
        if write_fails:
            _write_fails(report)
        if as_json:
            continue
        if failures or blame:
            if blame and exercises:
                print_cases(report, console)
            print_problems(report, console, translate)
        else:
            print_matrix(report, console, translate)
    if as_json:
        click.echo(json.dumps([as_data(report) for report in reports], ensure_ascii=False, indent=1))
    elif blame:
        print_blame(reports, console, translate)
    if any(report.problems or (strict and report.warnings) for report in reports):
        sys.exit(1)


def _write_unread(assignments: list[Assignment]) -> None:
    from autograder.messages import Message
    from autograder.places import at
    from autograder.translation import of_environment
    from autograder.verification.verdicts import NAME, write_unread
    from autograder.verification.verify import declared_pairs

    for assignment in assignments:
        pairs = declared_pairs(assignment)
        if pairs:
            number = write_unread(assignment.folder / "wrong", pairs)
            place = at(assignment.folder / "wrong" / NAME)
            said = Message("{place}: {number} of {all} pairs to be read", place=place, number=number, all=len(pairs))
            click.echo(of_environment()(said))


def _write_fails(report: Verification) -> None:
    from autograder.authoring.variants import load_variants
    from autograder.places import at
    from autograder.verification.blame import with_fails

    variants = {variant.name: variant for variant in load_variants(report.assignment) if variant.kind == "wrong"}
    for row in report.rows:
        if row.kind == "wrong" and row.cost and row.cost.failed and variants[row.name].fails is None:
            path = variants[row.name].path
            path.write_text(with_fails(path.read_text(encoding="utf-8"), row.cost.failed), encoding="utf-8")
            click.echo(f"{at(path)}: FAILS = {', '.join(row.cost.failed)}", err=True)
