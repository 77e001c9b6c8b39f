"""nbgrader's gradebook, through its own API (nbgrader.api.Gradebook); what people entered there stays.

- A grade has an auto_score, a manual_score that takes its place, and extra_credit (nbgrader/api.py, ``Grade.score``). Only auto_score is
  written. Where it changes under a manual score, the cell is marked for another look, as nbgrader's own autograding does
  (nbgrader/preprocessors/saveautogrades.py).
- Comments, tasks and manually graded answers are left alone.
- A gradebook that the built course folder made has a cell for each **case**: these are filled. One without them gets a cell for each
  **exercise**. A gradebook made from other tests is refused: two sets of cells would double the maximum.
- What lateness takes off stands in ``late_submission_penalty``, which nbgrader subtracts.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.test_files import Case, load_test_file
from autograder.course.marks import Mark
from autograder.errors import KitError
from autograder.exports.nbgrader_files import write_autograded
from autograder.exports.out import Filled, Marks
from autograder.messages import Message
from autograder.people.matching import matching_lines
from autograder.release.nbgrader_tree import grade_ids
from autograder.reports.tables import exercise_names
from autograder.results import QuestionResult, Status, SubmissionResult
from autograder.startup import tools_on_path

GRADEBOOK = "gradebook.db"
Notebooks = Mapping[str, Mapping[str, Any]]
"""By submission, the notebook that was handed in, as plain nbformat 4."""


@dataclass(frozen=True)
class Student:
    """One student of the gradebook: nbgrader's id, names, and what is written."""

    id: str
    first_name: str
    last_name: str
    email: str = ""
    result: SubmissionResult | None = None
    """None: known to the gradebook by name, without a submission."""
    questions: Mapping[str, float] = field(default_factory=dict)
    """The points of each exercise, after overrides, in the measure of the result."""
    penalty: float = 0.0
    """For lateness, in the same measure."""


def write_nbgrader(
    marks: Marks, path: Path, notebooks: Notebooks | None = None, translate: Callable[[str], str] = str
) -> Filled:
    """Bring a gradebook up to date.

    Args:
        marks: what there is.
        path: gradebook.db, or the course folder in which it lies; made where it is not there.
        notebooks: what was handed in; the course folder's ``autograded/`` is then written as well, which formgrader and
            generate_feedback read.
        translate: into the language of what is said in there.

    Raises:
        KitError: the gradebook cannot be read, or its cells are of other tests.
    """
    path = path / GRADEBOOK if path.is_dir() else path
    filled = Filled({}, marks.maximum)
    students = list(_students(marks, filled))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _edited(path) as copy:
            cells = _write(copy, path, marks.assignment, students, filled)
        if notebooks is not None:
            handed_in = {
                s.id: (s.result, notebooks[s.result.submission])
                for s in students
                if s.result and s.result.submission in notebooks
            }
            filled.lines += write_autograded(path.parent, marks.assignment, handed_in, cells, translate)
    except OSError as error:
        raise KitError(
            "{path} cannot be written: {reason}.", "Name another place.", path=path, reason=error.strerror or error
        ) from error
    return filled


@contextlib.contextmanager
def _edited(path: Path) -> Iterator[Path]:
    """A copy that takes the gradebook's place if all goes well; a formgrader that has it open sees the change at once."""
    with tempfile.TemporaryDirectory(prefix="autograder-gradebook-") as folder:
        copy = Path(folder) / GRADEBOOK
        try:
            if path.exists():
                _backup(path, copy)
            yield copy
            _backup(copy, path)
        except sqlite3.Error as error:
            raise KitError(
                "The gradebook {path} cannot be used: {reason}.",
                "Name nbgrader's gradebook.db; `nbgrader db upgrade` brings an old one up to date.",
                path=path,
                reason=error,
            ) from error


def _backup(source: Path, target: Path) -> None:
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _write(
    copy: Path, shown: Path, assignment: str, students: Sequence[Student], filled: Filled
) -> Mapping[str, tuple[str, ...]]:
    from nbgrader.api import Gradebook, MissingEntry
    from sqlalchemy.exc import SAWarning, SQLAlchemyError

    try:
        with tools_on_path(), warnings.catch_warnings(), Gradebook(f"sqlite:///{copy.as_posix()}") as gradebook:
            warnings.simplefilter("ignore", SAWarning)  # nbgrader's own, each time that it adds a submission
            gradebook.update_or_create_assignment(assignment)
            try:
                notebook = gradebook.find_notebook(assignment, assignment)
            except MissingEntry:
                notebook = gradebook.update_or_create_notebook(assignment, assignment)
            results = [student.result for student in students if student.result]
            cells = _cells(gradebook, notebook, shown, assignment, results)
            kept = 0
            for student in students:
                _student(gradebook, student)
                if student.result is not None:
                    kept += _submission(gradebook, assignment, student, student.result, cells)
            gradebook.db.commit()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).split("\n")[0]
        raise KitError(
            "The gradebook {shown} cannot be used: {reason}.",
            "Name nbgrader's gradebook.db; `nbgrader db upgrade` brings an old one up to date.",
            shown=shown,
            reason=reason,
        ) from error
    if kept:
        several = Message("{count} manual marks kept", count=kept)
        filled.lines.append(Message("1 manual mark kept") if kept == 1 else several)
    return cells


def _cells(
    gradebook: Any, notebook: Any, shown: Path, assignment: str, results: Sequence[SubmissionResult]
) -> Mapping[str, tuple[str, ...]]:
    """The gradebook's cells of each exercise: its own of that name, or one for each of its cases."""
    most = {question.name: question.max_score for result in results for question in result.questions}
    names = exercise_names(results)
    there = {cell.name: float(cell.max_score) for cell in notebook.grade_cells if cell.cell_type == "code"}
    if not there or set(names) & set(there):
        for name in names:
            gradebook.update_or_create_grade_cell(
                name, assignment, assignment, max_score=float(most[name]), cell_type="code"
            )
        return {name: (name,) for name in names}
    found: dict[str, tuple[str, ...]] = {}
    known = _cases_of_kit(assignment)
    for name in names:
        question = next((q for r in results for q in r.questions if q.name == name and q.cases), None)
        if question is None:  # nobody's was run: no cases to tell
            found[name] = tuple(cell for cell in there if cell.startswith(f"{name}-"))
            continue
        ids = case_cells(question, known.get(name, ()))
        wanted = {cell: case.max_score for cell, case in zip(ids or (), question.cases, strict=False)}
        if ids is None or any(cell not in there or abs(there[cell] - points) > 1e-6 for cell, points in wanted.items()):
            raise KitError(
                "The gradebook {shown} has other cells for {name} than its tests have now.",
                "Make its course folder again: autograder build {assignment}; then nbgrader generate_assignment, and "
                "hand in anew. Or name a new gradebook.db.",
                shown=shown,
                name=name,
                assignment=assignment,
            )
        found[name] = tuple(ids)
    return found


def case_cells(question: QuestionResult, cases: Sequence[Case]) -> list[str] | None:
    """The names that the built course folder gives an exercise's cases; None if the result is of other cases."""
    told = [(case.title, case.hidden) for case in cases]
    if told != [(case.name, case.hidden) for case in question.cases]:
        return None
    return grade_ids(question.name, cases)


def _cases_of_kit(assignment: str) -> Mapping[str, Sequence[Case]]:
    """By exercise, the cases that this kit's tests have; none where it has no such assignment."""
    try:
        return {e.name: load_test_file(e.tests).cases for e in find_assignment(assignment).exercises}
    except KitError:
        return {}


def _student(gradebook: Any, student: Student) -> None:
    """A student with a name; what the gradebook has already is kept."""
    from nbgrader.api import MissingEntry

    wished = {"first_name": student.first_name, "last_name": student.last_name, "email": student.email}
    try:
        known = gradebook.find_student(student.id)
    except MissingEntry:
        gradebook.add_student(student.id, **{key: value for key, value in wished.items() if value})
        return
    if not (known.first_name and known.last_name):
        known.first_name, known.last_name = student.first_name or None, student.last_name or None
    known.email = known.email or student.email or None


def _submission(
    gradebook: Any, assignment: str, student: Student, result: SubmissionResult, cells: Mapping[str, tuple[str, ...]]
) -> int:
    """Write one student's scores; returns how many cells hold something that a person entered."""
    from nbgrader.api import Grade, MissingEntry

    submission = gradebook.update_or_create_submission(assignment, student.id)
    notebook = next(n for n in submission.notebooks if n.name == assignment)
    kept = 0
    questions = {question.name: question for question in result.questions}
    for name, ids in cells.items():
        scores = _scores(questions.get(name), student.questions.get(name, 0.0), ids)
        for cell, score in zip(ids, scores, strict=True):
            try:
                grade = gradebook.find_grade(cell, assignment, assignment, student.id)
            except MissingEntry:  # an exercise that is newer than the submission
                grade = Grade(cell=gradebook.find_grade_cell(cell, assignment, assignment), notebook=notebook)
                gradebook.db.add(grade)
            changed = grade.auto_score is None or abs(grade.auto_score - score) > 1e-9
            grade.auto_score = float(score)
            if grade.manual_score is None:
                grade.needs_manual_grade = False
            elif changed:
                grade.needs_manual_grade = True
    notebook.late_submission_penalty = student.penalty or None
    notebook.failed_tests = result.score < result.max_score
    gradebook.db.flush()
    for grade in notebook.grades:
        kept += grade.manual_score is not None or bool(grade.extra_credit)
    kept += sum(bool(comment.manual_comment) for comment in notebook.comments)
    return kept


def _scores(question: QuestionResult | None, points: float, cells: Sequence[str]) -> list[float]:
    """The points of an exercise over its cells: as the cases have them, or in their proportion where a person decided."""
    if len(cells) == 1:
        return [points]
    if question is None or len(question.cases) != len(cells):
        return [0.0] * len(cells)
    scores = [case.score for case in question.cases]
    if abs(sum(scores) - points) < 1e-6:
        return scores
    most = sum(case.max_score for case in question.cases)
    return [points * case.max_score / most if most else 0.0 for case in question.cases]


def _students(marks: Marks, filled: Filled) -> Iterator[Student]:
    if marks.course is None:
        lost = []
        for result in marks.results:
            first, last = names_of(result.student)
            known = (result.hand_in.person_id if result.hand_in.system == "nbgrader" else None) or result.submission
            if _is_lost(result, marks.missing):
                lost.append(result.submission)
                yield Student(known, first, last)
                continue
            points = {question.name: question.score for question in result.questions}
            yield Student(known, first, last, "", result, points)
    else:
        matching = marks.course.matchings.get(marks.assignment)
        filled.lines += matching_lines(matching) if matching else []
        filled.clean = matching.is_clean if matching else False
        lost = []
        for mark in marks.of_people():
            if mark.result is None or mark.final is None or _is_lost(mark.result, marks.missing):
                if mark.result is not None:
                    lost.append(mark.result.submission)
                first, last = names_of(mark.person.name)
                yield Student(mark.person.id_for("nbgrader"), first, last, mark.person.email)
                continue
            yield _of_mark(mark)
    if lost:
        names = ", ".join(sorted(set(lost)))
        filled.lines.append(Message("could not be graded, not entered: {names}", names=names))
        filled.clean = False


def _is_lost(result: SubmissionResult, missing: str) -> bool:
    if result.grader_failed or not result.max_score:
        return True
    return result.status is Status.UNREADABLE and missing != "0"


def _of_mark(mark: Mark) -> Student:
    """A person of the course. A mark that was overridden as a whole is spread over the exercises in proportion."""
    assert mark.result is not None and mark.final is not None
    person, result = mark.person, mark.result
    first, last = names_of(person.name)
    measure = result.max_score / mark.assignment.maximum
    before = max(mark.corrected or 0.0, mark.final) * measure
    points = {exercise.name: exercise.points for exercise in mark.exercises}
    total = sum(points.values())
    if abs(total - before) > 1e-6:
        if total > 0:
            points = {name: value * before / total for name, value in points.items()}
        else:
            points = {e.name: e.max_score * before / result.max_score for e in mark.exercises}
    penalty = before - mark.final * measure
    number = person.id_for("nbgrader")
    return Student(number, first, last, person.email, result, points, penalty if penalty > 1e-9 else 0.0)


def names_of(name: str) -> tuple[str, str]:
    """First and last name: "Dana Levi" and "Levi, Dana" alike; of one word only a first name."""
    last, comma, first = name.partition(",")
    if comma:
        return first.strip(), last.strip()
    words = name.split()
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (name.strip(), "")
