"""Rubric points that people gave in nbgrader's formgrader, read from its gradebook.db by its own API."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
import warnings
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import SQLAlchemyError

from autograder.authoring.rubric import Criterion, Rubric
from autograder.errors import KitError
from autograder.intake.names import clean
from autograder.messages import Message
from autograder.places import at
from autograder.startup import tools_on_path
from autograder.teams.roster import Member, Roster
from autograder.teams.rubric_marks import Mark, RubricMarks


def read_gradebook(path: Path, roster: Roster, rubric: Rubric) -> RubricMarks:
    """Read each team's marks from the gradebook: of manual and task cells that are called as the criteria.

    Only what a person typed into the formgrader counts. The zero that nbgrader gives a cell in which nothing was written does
    not: another member may have handed in the text, and a demonstration leaves none. Where several members' notebooks
    were marked with different points, none of them counts, and a remark says so.

    Args:
        path: gradebook.db of the course folder. It is not changed.
        roster: who is in which team; a student is found by nbgrader's student id.
        rubric: the criteria; ``rubric.assignment`` is the assignment's and the notebook's name in the gradebook.

    Raises:
        KitError: there is no gradebook, it knows no such assignment, or its cells do not fit the rubric.
    """
    if not path.is_file():
        raise KitError(
            "There is no gradebook {place}.", "nbgrader keeps gradebook.db in its course folder.", place=at(path)
        )
    with tempfile.TemporaryDirectory(prefix="autograder-gradebook-") as folder:
        copy = Path(folder) / "gradebook.db"
        try:
            _copy(path, copy)
            return _read(path, copy, roster, rubric)
        except (sqlite3.Error, SQLAlchemyError) as error:
            reason = str(getattr(error, "orig", None) or error).split("\n")[0]
            raise KitError(
                "The gradebook {place} cannot be read: {reason}.",
                "Name nbgrader's gradebook.db; `nbgrader db upgrade` brings an old one up to date.",
                place=at(path),
                reason=reason,
            ) from error


def _copy(path: Path, copy: Path) -> None:
    """A consistent copy, also while the formgrader is open: nbgrader's API writes to a database when it opens it."""
    with (
        contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def _read(path: Path, copy: Path, roster: Roster, rubric: Rubric) -> RubricMarks:
    with warnings.catch_warnings(), tools_on_path(), Gradebook(f"sqlite:///{copy.as_posix()}") as gradebook:
        warnings.simplefilter("ignore")
        try:
            notebook = gradebook.find_notebook(rubric.assignment, rubric.assignment)
        except MissingEntry as error:
            known = ", ".join(sorted(assignment.name for assignment in gradebook.assignments)) or "none"
            raise KitError(
                "The gradebook {place} has no assignment {assignment} with a notebook of that name.",
                "It has: {known}. `nbgrader generate_assignment` enters them.",
                place=at(path),
                assignment=rubric.assignment,
                known=known,
            ) from error
        _check_cells(path, notebook, rubric)
        return _marks(path, gradebook, roster, rubric)


def _check_cells(path: Path, notebook: Any, rubric: Rubric) -> None:
    most = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
    for criterion in rubric.criteria:
        if criterion.name not in most:
            raise KitError(
                "The gradebook {place} has no cell {criterion}, which the rubric marks.",
                'Give the master a cell with that id and tags=["manual"] or tags=["task"], or enter marks with --marks.',
                place=at(path),
                criterion=repr(criterion.name),
            )
        if most[criterion.name] != criterion.points:
            raise KitError(
                "In the gradebook {place} the cell {criterion} has {in_gradebook} points, in the rubric {most}.",
                "Use the rubric with which the assignment was built.",
                place=at(path),
                criterion=repr(criterion.name),
                in_gradebook=most[criterion.name],
                most=criterion.points,
            )


def _marks(path: Path, gradebook: Any, roster: Roster, rubric: Rubric) -> RubricMarks:
    found = RubricMarks()
    given: dict[tuple[str, str], list[tuple[Member, Mark]]] = {}
    handed_in: dict[str, list[Member]] = {}
    submissions = gradebook.assignment_submissions(rubric.assignment)
    for student in sorted(submission.student.id for submission in submissions):
        member = roster.find(student)
        if member is None:
            found.problems.append(
                Message(
                    "{place}: the student {student} is not in the roster; the marks there are left out.",
                    place=at(path),
                    student=repr(student),
                )
            )
            continue
        handed_in.setdefault(member.team, []).append(member)
        for criterion in rubric.criteria:
            mark = _mark(path, gradebook, student, criterion, rubric)
            if isinstance(mark, Mark):
                given.setdefault((member.team, criterion.name), []).append((member, mark))
            elif mark:
                said = Message(
                    "{criterion}, {name}'s notebook: {problem}",
                    criterion=criterion.title,
                    name=member.name,
                    problem=mark,
                )
                found.remark(member.team, said)
    for (team, name), marks in given.items():
        if len({mark.points for _, mark in marks}) > 1:
            each = Message.listed(
                Message("{points} for {name}", points=mark.points, name=member.name) for member, mark in marks
            )
            title = next(c.title for c in rubric.criteria if c.name == name)
            apart = Message(
                "{criterion}: the members' notebooks have different marks ({each}): leave one of them",
                criterion=title,
                each=each,
            )
            found.remark(team, apart)
        else:
            comments = dict.fromkeys(mark.comment for _, mark in marks if mark.comment)
            found.marks[team, name] = [Mark(marks[0][1].points, "; ".join(comments))]
    return found


def _mark(path: Path, gradebook: Any, student: str, criterion: Criterion, rubric: Rubric) -> Mark | str:
    """A person's mark; or why there is none, empty where nobody has looked yet."""
    place = (criterion.name, rubric.assignment, rubric.assignment, student)
    grade = gradebook.find_grade(*place)
    if grade.manual_score is None:
        return ""
    if grade.needs_manual_grade:
        return Message(
            "it was graded again after somebody gave {points} points; confirm them in the formgrader",
            points=float(grade.manual_score),
        )
    points = grade.manual_score + (grade.extra_credit or 0.0)
    if not 0 <= points <= criterion.points:
        raise KitError(
            "The gradebook {place} has {points} points (with extra credit) for {criterion} of {student}.",
            "The criterion has from 0 to {most} points: correct it in the formgrader.",
            place=at(path),
            points=points,
            criterion=repr(criterion.name),
            student=student,
            most=criterion.points,
        )
    if not rubric.fits_step(points):
        raise KitError(
            "The gradebook {place} has {points} points for {criterion} of {student}.",
            "Points are given in steps of {step}: correct it in the formgrader.",
            place=at(path),
            points=points,
            criterion=repr(criterion.name),
            student=student,
            step=rubric.step,
        )
    return Mark(points, clean(gradebook.find_comment(*place).manual_comment or ""))
