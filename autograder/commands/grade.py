"""`autograder grade`: a class of submissions in, one result each out."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder.grading.results import Status, SubmissionResult

from .options import isolation_options


@click.command()
@click.argument("assignment")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--out", "out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Results folder.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="one per core")
@isolation_options
@click.option("--only", metavar="STUDENT", help="Grade this student only.")
@click.option("--regrade", is_flag=True, help="Run submissions again that have not changed since the last time.")
@click.option(
    "--follow-through/--no-follow-through",
    default=True,
    show_default=True,
    help="Lend the right function where an exercise builds on an earlier one that is wrong.",
)
@click.option("--language", metavar="CODE", help="Language of what students read, e.g. he.")
@click.option("--report/--no-report", "with_report", default=True, show_default=True, help="Write the HTML report.")
def grade(
    assignment: str,
    submissions: Path,
    out: Path,
    jobs: int,
    isolation: str,
    require_isolation: str | None,
    only: str | None,
    regrade: bool,
    follow_through: bool,
    language: str | None,
    with_report: bool,
) -> None:
    """Grade SUBMISSIONS (a folder, a zip, or one notebook) of ASSIGNMENT.

    Every submission ends in a row of OUT/grades.csv with a status, and in a file OUT/SUBMISSION.json. A run that was
    stopped goes on where it was; submissions that have not changed are not run again.
    """
    from autograder.authoring.catalogue import find_assignment, kit_root
    from autograder.grading.batch import grade_class
    from autograder.grading.local_pool import LocalPool
    from autograder.grading.staging import given_files
    from autograder.grading.store import ResultStore
    from autograder.grading.worker import Rules
    from autograder.intake import collect
    from autograder.isolation.levels import PROMISES, choose

    kit = kit_root()
    chosen = find_assignment(assignment, kit)
    level = choose(isolation, require_isolation)
    handed_in = collect(submissions, chosen.name)
    store = ResultStore(out)
    console = Console(stderr=True)
    console.print(f"{chosen.number}. {chosen.title}: {len(handed_in)} submissions", highlight=False)
    console.print(f"isolation: {level.label} ({PROMISES[level]})", highlight=False)
    rules = Rules(follow_through, language)
    with store.locked(), given_files(chosen) as given, _progress(console) as bar:
        task = bar.add_task("grading", total=None)

        def advance(done: int, total: int, result: SubmissionResult | None) -> None:
            bar.update(task, completed=done, total=total)
            if result is not None and result.status is not Status.GRADED:
                bar.console.print(f"  {escape(result.submission)}: {result.status} ({escape(result.detail)})")

        pool = LocalPool(chosen, given, level, jobs, rules, kit)
        batch = grade_class(
            chosen,
            handed_in,
            store,
            pool,
            isolation=level.label,
            rules=rules,
            regrade=regrade,
            only=only,
            progress=advance,
        )
        written = _write_summaries(batch.results, out, chosen.title, language, with_report)
    _say(console, batch.results, batch.run_now, batch.unchanged, written)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
        console=console,
    )


def _write_summaries(
    results: list[SubmissionResult], out: Path, title: str, language: str | None, with_report: bool
) -> list[Path]:
    from autograder.reports import write_grades_csv, write_html_report

    written = [out / "grades.csv"]
    write_grades_csv(results, written[0])
    if with_report:
        written.append(write_html_report(results, out / "report", title=title, language=language))
    return written


def _say(console: Console, results: list[SubmissionResult], run_now: int, unchanged: int, written: list[Path]) -> None:
    counts = Counter(str(result.status) for result in results)
    average = sum(result.score for result in results) / len(results) if results else 0.0
    possible = max((result.max_score for result in results), default=0.0)
    console.print(f"{run_now} graded now, {unchanged} unchanged", highlight=False)
    console.print(", ".join(f"{count} {status}" for status, count in sorted(counts.items())), highlight=False)
    for path in written:
        click.echo(f"{'report' if path.suffix == '.html' else 'grades'}: {path}")
    click.echo(f"class average: {average:.1f} of {possible:g}")
