"""Feedback to hand out: one folder a person, with a page for each assignment that may be seen by now.

A page holds one person's own: their points, what their checks said, dates, and what was decided about their mark. It says nothing to
staff and links to nobody else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.marks import CourseMarks, Mark
from autograder.course.person_pages import person_mark
from autograder.course.settings import CourseAssignment
from autograder.course.times import shown
from autograder.errors import KitError
from autograder.files import write_output, write_zip
from autograder.intake.names import safe_id, unique_ids
from autograder.messages import Message
from autograder.people.people import Person
from autograder.reports.html import person_page
from autograder.translation import translator


@dataclass
class Feedback:
    """What was written, and what was kept back and why."""

    written: list[Path] = field(default_factory=list)
    kept_back: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """One person's page of one assignment."""

    mark: Mark
    content: str


def pages_of(
    marks: CourseMarks,
    assignment: CourseAssignment,
    now: dt.datetime,
    language: str | None = None,
    material: str = "",
) -> tuple[list[Page], list[Message]]:
    """The pages of an assignment that may be seen at ``now``, by person's id; and why the others are kept back."""
    course = marks.course
    if not assignment.is_seen(now):
        if assignment.shown == "nothing" or assignment.seen_from is None:
            return [], [Message("{assignment}: students see it not at all", assignment=assignment.name)]
        when = shown(assignment.seen_from, course.zone)
        return [], [Message("{assignment}: students see it from {time} on", assignment=assignment.name, time=when)]
    translate = translator(language or course.language)
    pages: list[Page] = []
    waiting: list[Message] = []
    for person in marks.people:
        mark = marks.marks[person.id, assignment.name]
        if mark.result is None or mark.final is None:
            if mark.result is not None or mark.conflict:
                waiting.append(Message("{name} ({why})", name=person.name, why=Message(mark.state)))
            continue
        content = person_page(
            mark.result,
            person_mark(mark, course.zone),
            title=assignment.title,
            translate=translate,
            show_cases=assignment.shown == "feedback",
            material=material,
        )
        pages.append(Page(mark, content))
    if not waiting:
        return pages, []
    names = Message.listed(sorted(waiting))
    return pages, [Message("{assignment}: no mark yet: {names}", assignment=assignment.name, names=names)]


def folder_names(people: Sequence[Person]) -> dict[str, str]:
    """A folder's name for each person: the id and the name, safe on any system and unique."""
    names = unique_ids(f"{person.id}_{safe_id(person.name)}" for person in people)
    return {person.id: name for person, name in zip(people, names, strict=True)}


def write_feedback_folders(
    marks: CourseMarks,
    assignments: Sequence[CourseAssignment],
    folder: Path,
    now: dt.datetime,
    language: str | None = None,
    material: str = "",
) -> Feedback:
    """Write ``folder/ID_NAME/ASSIGNMENT.html``. A page that may no longer be seen is removed.

    Raises:
        KitError: the place cannot be written to.
    """
    found = Feedback()
    names = folder_names(list(marks.people))
    for assignment in assignments:
        pages, kept_back = pages_of(marks, assignment, now, language, material)
        found.kept_back += kept_back
        wanted = {page.mark.person.id for page in pages}
        for page in pages:
            path = folder / names[page.mark.person.id] / f"{assignment.name}.html"
            write_output(path, page.content)
            found.written.append(path)
        for person in marks.people:
            if person.id not in wanted:
                (folder / names[person.id] / f"{assignment.name}.html").unlink(missing_ok=True)
    return found


def write_moodle_zip(pages: Sequence[Page], path: Path) -> list[str]:
    """Write the zip that Moodle takes as "Upload multiple feedback files in a zip".

    Moodle finds a participant by the folder NAME_NUMBER_assignsubmission_file (mod/assign/feedback/file/importziplib.php,
    ``is_valid_filename_for_import``); a name with "_" would move the number.

    Returns:
        The names of those who are left out, because nobody knows their number there.

    Raises:
        KitError: the place cannot be written to.
    """
    left_out = []
    members: dict[str, bytes] = {}
    for page in pages:
        mark = page.mark
        number = mark.person.in_assignment(mark.assignment.name).own_id("moodle")
        hand_in = mark.result.hand_in if mark.result else None
        if hand_in and hand_in.system == "moodle" and hand_in.person_id and not hand_in.group:
            number = hand_in.person_id  # this assignment's
        if not number.isdigit():
            left_out.append(mark.person.name)
            continue
        name = safe_id(mark.person.name).replace("_", " ")
        members[f"{name}_{number}_assignsubmission_file/feedback.html"] = page.content.encode("utf-8")
    try:
        write_zip(path, members)
    except OSError as error:
        raise KitError(
            "{path} cannot be written: {reason}.", "Name another place.", path=path, reason=error.strerror or error
        ) from error
    return left_out
