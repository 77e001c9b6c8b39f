"""One call for every system that marks can go to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.marks import CourseMarks
from autograder.errors import KitError
from autograder.exports.canvas import write_canvas
from autograder.exports.moodle import write_moodle
from autograder.exports.nbgrader import Notebooks, write_nbgrader
from autograder.exports.out import MISSING, Filled, Marks, comment_of
from autograder.exports.systems import TARGETS
from autograder.files import write_output
from autograder.messages import Message
from autograder.people.matching import matching_lines
from autograder.reports.tables import round_half_up, write_grades_csv
from autograder.results import SubmissionResult
from autograder.translation import Translator, translator


@dataclass
class Export:
    """What was written, and what whoever exports should know."""

    path: Path
    lines: list[Message] = field(default_factory=list)
    """How results and people or rows were matched."""
    clean: bool = True
    """Whether every result has a row, and every row a mark."""


def export(
    results: Iterable[SubmissionResult],
    to: str,
    destination: Path,
    *,
    title: str = "",
    roster: Path | None = None,
    course: CourseMarks | None = None,
    missing: str = "blank",
    scale: bool = False,
    comments: bool = False,
    language: str | None = None,
    notebooks: Notebooks | None = None,
) -> Export:
    """Write the results in the format of another system.

    Args:
        results: the class.
        to: one of :data:`TARGETS`.
        destination: a folder for "gradescope" (one folder a submission with its results.json), a CSV file for "canvas",
            "moodle" and "csv", a gradebook.db or course folder for "nbgrader".
        title: the column's name in Canvas; the course's, else the assignment's name where empty.
        roster: for "canvas" the gradebook, for "moodle" the grading worksheet, as downloaded: the marks are filled in, and every other
            cell goes back byte for byte. Without one, the rows are made from the results, or the people of the course.
        course: the course's marks: with lateness and overrides.
        missing: what those get who have no mark: "blank" or "0".
        scale: whether marks may be scaled to the roster's maximum.
        comments: for "moodle", fill empty feedback cells.
        language: of what students read beside their marks ("he"); None is English.
        notebooks: for "nbgrader", what was handed in, by submission: formgrader shows it.

    Raises:
        KitError: the target is not known, the roster does not fit, or the place cannot be written to.
    """
    ordered = sorted(results, key=lambda result: result.submission)
    if not ordered:
        raise KitError("There are no results to export.", "Grade the class first.")
    if to not in TARGETS:
        raise KitError(
            "“{to}” is not a system that grades can be exported to.",
            "Choose one of: {known}.",
            to=to,
            known=", ".join(TARGETS),
        )
    if missing not in MISSING:
        raise KitError(
            "“{missing}” is no mark for what is missing.",
            "Choose one of: {known}.",
            missing=missing,
            known=", ".join(MISSING),
        )
    if roster is not None and to not in ("canvas", "moodle"):
        raise KitError("A roster is of no use for {to}.", "It is for canvas and moodle.", to=to)
    if notebooks is not None and to != "nbgrader":
        raise KitError("Submissions are of no use for {to}.", "They are for nbgrader.", to=to)
    if comments and (to != "moodle" or roster is None):
        raise KitError("Comments are for Moodle's worksheet.", "Give --to moodle and --roster, or leave them out.")
    name = next((result.assignment for result in ordered if result.assignment), "assignment")
    found = course.course.assignment(name) if course else None
    marks = Marks(ordered, name, course if found else None, missing)
    scale = scale or bool(found and found.scale)
    translate = translator(language)
    if to == "canvas":
        filled = write_canvas(marks, destination, title or (found.canvas if found else "") or name, roster, scale=scale)
    elif to == "moodle":
        filled = write_moodle(marks, destination, roster, scale=scale, comments=comments, translate=translate)
    elif to == "nbgrader":
        filled = write_nbgrader(marks, destination, notebooks, translate)
    elif to == "gradescope":
        filled = _gradescope(marks, destination, translate)
    else:
        filled = _matched(marks)
        write_grades_csv(ordered, destination, translate)
    return Export(destination, filled.lines, filled.clean)


def _matched(marks: Marks) -> Filled:
    """Of an export that has a row for every result: only how the course matches them."""
    matching = marks.course.matchings.get(marks.assignment) if marks.course else None
    return Filled({}, marks.maximum, matching_lines(matching) if matching else [], not matching or matching.is_clean)


def _gradescope(marks: Marks, folder: Path, translate: Translator) -> Filled:
    """A results.json each (gradescope-autograders.readthedocs.io/en/latest/specs); of the course its score is the final mark."""
    finals: dict[str, tuple[float, Message]] = {}
    for mark in marks.of_people() if marks.course else ():
        if mark.result is not None and mark.final is not None:
            measure = mark.result.max_score / mark.assignment.maximum
            seen = finals.get(mark.result.submission)
            score = round_half_up(mark.final * measure)
            if seen is None or score < seen[0]:  # members whose marks differ: Gradescope has one for the group
                finals[mark.result.submission] = (score, comment_of(mark))
    for result in marks.results:
        document = result.to_gradescope(translate)
        if result.submission in finals:
            score, comment = finals[result.submission]
            document |= {"score": score, "output": translate(comment)}
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        write_output(folder / result.submission / "results.json", text)
    return _matched(marks)
