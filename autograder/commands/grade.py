"""`autograder grade`: a class of submissions in, one result each out."""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from autograder.errors import KitError
from autograder.messages import Message
from autograder.results import Rules, Status, SubmissionResult
from autograder.translation import Translator, _, translator

from .options import course_option, isolation_options, strict_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rich.console import Console
    from rich.progress import Progress

    from autograder.authoring.assignment import Assignment
    from autograder.grading.batch import Batch, Scheduler
    from autograder.isolation.levels import Level


@click.command()
@click.argument("assignment")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--out", "out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Results folder.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="one per core")
@click.option(
    "--scheduler", metavar="ADDRESS", help="Grade on the Dask cluster there (tcp://host:8786); see docs/scale.md."
)
@isolation_options
@click.option(
    "--layout",
    metavar="NAME",
    help="How the submissions are laid out, where names can be read in two ways: blackboard, brightspace, canvas, "
    "gradescope, moodle, nbgrader (or nbgrader:NAME, the course's name of the assignment), plain (each file and folder is a student's), single.",
)
@click.option("--withdraw", is_flag=True, help="Move the result of whatever is not among SUBMISSIONS to OUT/withdrawn.")
@click.option("--only", metavar="STUDENT", help="Grade this student only.")
@click.option("--regrade", is_flag=True, help="Run submissions again that have not changed since the last time.")
@click.option(
    "--follow-through/--no-follow-through",
    default=True,
    show_default=True,
    help="Lend the right function where an exercise builds on an earlier one that is wrong.",
)
@click.option("--language", metavar="CODE", help="Language of what students read, e.g. he.")
@course_option
@strict_option
@click.option("--report/--no-report", "with_report", default=True, show_default=True, help="Write the HTML report.")
def grade(
    assignment: str,
    submissions: Path,
    out: Path,
    jobs: int,
    scheduler: str | None,
    isolation: str,
    require_isolation: str | None,
    layout: str | None,
    withdraw: bool,
    only: str | None,
    regrade: bool,
    follow_through: bool,
    language: str | None,
    with_report: bool,
    course: Path | None,
    strict: bool,
) -> None:
    """Grade SUBMISSIONS (a folder, a zip, or one notebook) of ASSIGNMENT.

    Every submission ends in a row of OUT/grades.csv with a status, and in a file OUT/SUBMISSION.json. A run that was
    stopped goes on where it was; submissions that have not changed are not run again. A result whose submission is gone
    from the folder that it was graded from is moved to OUT/withdrawn; grading one file or a part leaves the others alone.
    """
    from autograder.authoring.catalogue import find_assignment, kit_root
    from autograder.grading.staging import given_files

    kit = kit_root()
    chosen = find_assignment(assignment, kit)
    _keep_apart(submissions, out)
    rules = Rules(follow_through, language)
    with (
        given_files(chosen) as given,
        _graders(
            scheduler, chosen, given, isolation, require_isolation, jobs, rules, kit, submissions, out, regrade
        ) as (graders, level, level_holds),
    ):
        from rich.console import Console
        from rich.markup import escape

        from autograder.course.settings import find_course
        from autograder.grading.batch import grade_class
        from autograder.grading.store import ResultStore
        from autograder.intake import collect, hand_out_of
        from autograder.isolation.levels import PROMISES

        loaded = None
        if course is not None or find_course(out, Path.cwd()) is not None:
            from autograder.course.load import course_of_results, load_course

            loaded = load_course(course, out)  # before anything is graded: it may be wrong
        handed_in = collect(submissions, chosen.name, layout=layout, hand_out=hand_out_of(chosen))
        translate = translator(language)
        level_holds()
        store = ResultStore(out, translate)
        console = Console(stderr=True)
        say = _sayer(console, translate)
        say(
            Message(
                "{number}. {title}: {count} submissions", number=chosen.number, title=chosen.title, count=len(handed_in)
            )
        )
        say(Message("isolation: {level} ({promise})", level=level.label, promise=PROMISES[level]))
        for submission in handed_in:
            if submission.choice:
                say(f"  {submission.id}: {translate(submission.choice)}")
        with store.locked(), _progress(console, translate) as bar:
            task = bar.add_task(translate(_("grading")), total=None)

            def advance(done: int, total: int, result: SubmissionResult | None) -> None:
                bar.update(task, completed=done, total=total, refresh=True)
                if result is not None and (result.status is not Status.GRADED or result.detail):
                    bar.console.print(
                        escape(f"  {result.submission}: {translate(result.status)} ({translate(result.detail)})")
                    )

            batch = grade_class(
                chosen,
                handed_in,
                store,
                graders,
                isolation=level.label,
                rules=rules,
                regrade=regrade,
                only=only,
                given=str(submissions.resolve()),
                withdraw=withdraw,
                progress=advance,
            )
            of_course = course_of_results(course, out, loaded) if loaded is not None else None
            pages = of_course.pages if of_course else None
            told = of_course.lines if of_course and not of_course.clean else []
            written = _write_summaries(
                batch.results, out, chosen.title, language, with_report, pages, told, batch.before
            )
        if store.edited:
            names = ", ".join(sorted(store.edited))
            say(Message("changed by hand, so graded again: {names}; overrides.csv changes a mark", names=names))
        _say(say, translate, batch, written)
        _say_changes(say, batch)
        for line in of_course.lines if of_course else ():
            click.echo(translate(line), err=True)
        if strict and of_course and not of_course.clean:
            sys.exit(1)


@contextlib.contextmanager
def _graders(
    address: str | None,
    assignment: Assignment,
    given: Path,
    isolation: str,
    required: str | None,
    jobs: int,
    rules: Rules,
    kit: Path,
    submissions: Path,
    out: Path,
    regrade: bool,
) -> Iterator[tuple[Scheduler, Level, Callable[[], object]]]:
    """Who grades, at which level, and what raises if that is not to be had; a cluster's workers try it, each on its own machine.

    Here it is tried while the submissions are read. Where nothing has been graded yet there will be something to grade, so the
    sandbox comes up meanwhile, too.
    """
    if address is not None:
        from autograder.grading.cluster import DaskCluster, level_of_workers

        level = level_of_workers(isolation)
        yield DaskCluster(address, assignment, given, level, rules), level, lambda: None
        return
    from concurrent.futures import ThreadPoolExecutor

    from autograder.grading.local_pool import LocalPool
    from autograder.isolation.levels import Level, choose, lacking

    level = choose(isolation, required) if isolation == "best" else Level[isolation.upper()]
    pool = LocalPool(assignment, given, level, jobs, rules, kit, (submissions, out))
    at_once = lacking(level) is None and (regrade or not any(out.glob("*.json"))) and not _would_be_seen(out)
    with ThreadPoolExecutor(1) as beside, pool.sandbox_ahead() if at_once else contextlib.nullcontext():
        trying = beside.submit(choose, isolation, required)

        def level_holds() -> None:
            trying.result()
            beside.shutdown()  # judges are forked from a process with one thread

        yield pool, level, level_holds


def _would_be_seen(out: Path) -> bool:
    """Whether a results folder is yet to be made where a sandbox that is up already would show it."""
    from autograder.isolation import jail

    return not out.exists() and any(out.resolve().is_relative_to(root) for root in jail.shown_roots())


def _keep_apart(submissions: Path, out: Path) -> None:
    """Results among the submissions would be handed in the next time."""
    if out.resolve().is_relative_to(submissions.resolve()):
        raise KitError(
            "The results folder {out} lies among the submissions in {submissions}.",
            "Name a folder beside them.",
            out=out,
            submissions=submissions,
        )


def _sayer(console: Console, translate: Translator) -> Callable[[str], None]:
    """Prints a line on the console in the language asked for, its names as they are, whatever brackets are in them."""
    from rich.markup import escape

    return lambda line: console.print(escape(translate(line)), highlight=False)


def _progress(console: Console, translate: Translator) -> Progress:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn(translate(_("left:"))),
        TimeRemainingColumn(),
        console=console,
        auto_refresh=False,  # its thread would be there when judges are forked
    )


def _write_summaries(
    results: list[SubmissionResult],
    out: Path,
    title: str,
    language: str | None,
    with_report: bool,
    people: Any,
    warnings: Sequence[str],
    before: Mapping[str, float],
) -> list[Path]:
    from autograder.reports import write_grades_csv

    written = [out / "grades.csv"]
    write_grades_csv(results, written[0], translator(language), people)
    if with_report:
        from autograder.reports import write_html_report

        page = write_html_report(
            results, out / "report", title=title, language=language, people=people, warnings=warnings, before=before
        )
        written.append(page)
    return written


def _say_changes(say: Callable[[str], None], batch: Batch) -> None:
    """Whose score is another than before this run."""
    if not batch.before or not batch.run_now:
        return
    from autograder.course.changes import up_and_down

    now = {result.submission: result.score for result in batch.results if not result.grader_failed}
    changed = [(name, batch.before[name], now[name]) for name in sorted(now) if name in batch.before]
    changed = [(name, before, after) for name, before, after in changed if before != after]
    for name, before, after in changed:
        say(f"  {name}: {before:g} → {after:g}")
    said = up_and_down([(before, after) for _, before, after in changed])
    say(Message("since the last run: {changes}", changes=said or Message("no score changed")))


def _say(say: Callable[[str], None], translate: Translator, batch: Batch, written: list[Path]) -> None:
    results = batch.results
    counts = Counter(str(result.status) for result in results)
    read = [result for result in results if result.status is not Status.UNREADABLE]
    average = sum(result.score for result in read) / len(read) if read else 0.0
    possible = max((result.max_score for result in results), default=0.0)
    say(Message("{number} graded now, {unchanged} unchanged", number=batch.run_now, unchanged=batch.unchanged))
    if batch.waiting:
        say(Message("{number} not graded as they are now: run without --only", number=batch.waiting))
    failed = [result.submission for result in results if result.grader_failed]
    if failed:
        say(Message("the grader failed with {names}: run the same command again", names=", ".join(failed)))
    if batch.withdrawn:
        names = ", ".join(batch.withdrawn)
        say(Message("no longer handed in, moved to withdrawn/: {names}", names=names))
    if batch.elsewhere:
        names = ", ".join(batch.elsewhere[:5])
        if len(batch.elsewhere) > 5:
            names = Message("{names} and {number} more", names=names, number=len(batch.elsewhere) - 5)
        say(
            Message(
                "graded before, from elsewhere, and kept: {names} (--withdraw moves them to withdrawn/)", names=names
            )
        )
    say(", ".join(f"{count} {translate(status)}" for status, count in sorted(counts.items())))
    for path in written:
        kind = _("report") if path.suffix == ".html" else _("grades")
        click.echo(f"{translate(kind)}: {path}")
    mean = f"{average:.1f}"
    if len(read) < len(results):
        line = Message(
            "class average: {average} of {points}, over the {read} of {all} that could be read",
            average=mean,
            points=possible,
            read=len(read),
            all=len(results),
        )
    else:
        line = Message("class average: {average} of {points}", average=mean, points=possible)
    click.echo(translate(line))
