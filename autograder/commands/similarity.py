"""`autograder similarity`: pairs of submissions that share more than the task explains."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import course_option

if TYPE_CHECKING:
    from autograder.authoring.assignment import Assignment
    from autograder.intake.submission import Submission


@click.command()
@click.argument("assignment")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The page to write.")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="So many pairs at most.")
@click.option("--least", type=click.IntRange(25), default=60, show_default=True, help="Characters that a pair shares.")
@course_option
@click.option("--language", metavar="CODE", help="Language of the page, e.g. he.")
def similarity(
    assignment: str, submissions: Path, out: Path, most: int, least: int, course: Path | None, language: str | None
) -> None:
    """Compare the code of SUBMISSIONS of ASSIGNMENT, and write the most similar pairs side by side.

    To look at, never a verdict. What was given out, the kit's right solutions, and what many wrote are discounted.
    """
    from autograder.authoring.catalogue import find_assignment
    from autograder.course.load import course_if_any
    from autograder.course.similarity import Code, similar_pairs
    from autograder.course.similarity_page import write_similarity_page
    from autograder.intake import collect, hand_out_of
    from autograder.messages import Message
    from autograder.translation import translator

    translate = translator(language)
    chosen = find_assignment(assignment)
    loaded = course_if_any(course, submissions)
    handed_in = collect(submissions, chosen.name, hand_out=hand_out_of(chosen))
    groups = _groups(chosen.name, loaded, handed_in)
    codes = [Code(one.id, _answers(one), groups.get(one.id, "")) for one in handed_in if one.code]
    pairs = similar_pairs(codes, list(_explained(chosen)), least=least)
    write_similarity_page(pairs[:most], out, title=chosen.title, language=language)
    unread = [one.id for one in handed_in if not one.code]
    if unread:
        click.echo(translate(Message("without code: {names}", names=", ".join(unread))), err=True)
    said = Message(
        "{number} compared, {pairs} pairs share more than the task explains", number=len(codes), pairs=len(pairs)
    )
    click.echo(translate(said), err=True)
    for pair in pairs[:most]:
        line = Message(
            "{first}, {second}: {shared} characters, {share} %",
            first=pair.first.name,
            second=pair.second.name,
            shared=pair.shared,
            share=f"{100 * pair.share:.0f}",
        )
        click.echo(translate(line))
    click.echo(translate(Message("to look at, never a verdict: {file}", file=str(out))))


def _answers(submission: Submission) -> str:
    """The code of a notebook, without lines that are for the shell or for IPython."""
    lines = [line for source in submission.code for line in [*source.split("\n"), ""]]
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!"))) + "\n"


def _explained(assignment: Assignment) -> Iterator[str]:
    """What anybody's code may hold: what was given out, the solution, and the right solutions in other styles."""
    from autograder.authoring.solved import solved_notebook
    from autograder.authoring.variants import load_variants
    from autograder.release.student_notebook import student_notebook

    for notebook in (student_notebook(assignment), solved_notebook(assignment)):
        yield "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for variant in load_variants(assignment):
        if variant.kind == "right":
            yield variant.source


def _groups(name: str, loaded: object, handed_in: list[Submission]) -> dict[str, str]:
    """By submission, the group of its person, where the course has the assignment done in groups."""
    from autograder.course.decisions import Decisions, group_of
    from autograder.course.load import LoadedCourse
    from autograder.course.marks import match_assignment
    from autograder.results import Status, SubmissionResult

    if not isinstance(loaded, LoadedCourse):
        return {}
    found = loaded.course.assignment(name)
    if found is None or not found.groups:
        return {}
    results = [SubmissionResult(s.id, s.student, name, Status.GRADED, hand_in=s.hand_in) for s in handed_in]
    matching = match_assignment(found, loaded.people, results, Decisions())
    people = {person.id: group_of(person, found) for person in loaded.people}
    return {r.submission: people[key] for key, results in matching.of.items() for r in results}
