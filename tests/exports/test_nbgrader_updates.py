"""nbgrader's own API and programs on what is exported, before and after a regrade."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from tiny_kit import KitCopy
from traitlets.config import Config

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solved import solved_notebook
from autograder.authoring.test_files import load_test_file
from autograder.errors import KitError
from autograder.exports import export
from autograder.messages import Message
from autograder.release.nbgrader_tree import write_nbgrader_tree
from autograder.results import CaseResult, HandIn, QuestionResult, Status, SubmissionResult
from autograder.startup import tools_on_path

NAME = "07_tiny"


@pytest.fixture
def assignment(kit_copy: KitCopy, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    monkeypatch.setenv("AUTOGRADER_KIT", str(kit_copy.root))
    return find_assignment(NAME, kit_copy.root)


def graded(assignment: Assignment, submission: str, student: str, *failed: str) -> SubmissionResult:
    """A result in which these cases ("Exercise/case") failed and all others passed."""
    questions = []
    for exercise in assignment.exercises:
        cases = []
        for case in load_test_file(exercise.tests).cases:
            passed = f"{exercise.name}/{case.name}" not in failed
            said = Message("" if passed else "Look at the rows again.")
            cases.append(CaseResult(case.title, case.points * passed, case.points, passed, case.hidden, said))
        questions.append(QuestionResult(exercise.name, sum(c.score for c in cases), exercise.points, cases=cases))
    hand_in = HandIn(system="nbgrader", person_id=submission)
    return SubmissionResult(submission, student, NAME, Status.GRADED, questions=questions, hand_in=hand_in)


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Gradebook]:
    with tools_on_path(), Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        yield gradebook


def api(folder: Path) -> NbGraderAPI:
    config = Config()
    config.CourseDirectory.root = str(folder.resolve())
    config.CourseDirectory.course_id = "from_tokens_to_rag"
    config.NbGrader.log_level = config.Application.log_level = "ERROR"
    return NbGraderAPI(config=config)


def first_case(assignment: Assignment) -> str:
    exercise = assignment.exercises[0]
    return f"{exercise.name}/{load_test_file(exercise.tests).cases[0].name}"


def mark_by_hand(gradebook: Gradebook, cell: str, student: str) -> None:
    """As the formgrader does: a manual score and extra credit."""
    grade = gradebook.find_grade(cell, NAME, NAME, student)
    grade.manual_score, grade.extra_credit = 1.5, 0.5
    gradebook.db.commit()


def notebooks(assignment: Assignment, *submissions: str) -> dict[str, dict]:
    return {name: solved_notebook(assignment) for name in submissions}


@pytest.mark.parametrize("built", [True, False], ids=["a course folder of the kit", "a new gradebook"])
def test_before_and_after_a_regrade(assignment: Assignment, tmp_path: Path, built: bool) -> None:
    folder = tmp_path / "course"
    if built:
        write_nbgrader_tree(assignment, folder)
    else:
        folder.mkdir()
    failed = first_case(assignment)
    class_ = [graded(assignment, "dana", "Dana Levi", failed), graded(assignment, "noa", "Cohen, Noa")]
    given = notebooks(assignment, "dana", "noa")
    done = export(class_, "nbgrader", folder, notebooks=given)
    assert done.lines == []
    with opened(folder) as gradebook:
        assert gradebook.find_assignment(NAME).max_score == assignment.points == 100
        scores = {s.student.id: (s.score, s.needs_manual_grade) for s in gradebook.assignment_submissions(NAME)}
        assert scores == {result.submission: (result.score, False) for result in class_}
        names = {s.id: (s.first_name, s.last_name) for s in gradebook.students}
        assert names == {"dana": ("Dana", "Levi"), "noa": ("Noa", "Cohen")}
        cells = [grade.name for grade in gradebook.find_submission_notebook(NAME, NAME, "dana").grades]
        exercise = failed.partition("/")[0]
        cell = next(c for c in cells if c.startswith(exercise))
        mark_by_hand(gradebook, cell, "dana")
    # A regrade: now Dana passes, and the cell that was marked by hand is worth another look.
    class_[0] = graded(assignment, "dana", "Dana Levi")
    done = export(class_, "nbgrader", folder, notebooks=given)
    assert done.lines == ["1 manual mark kept"]
    with opened(folder) as gradebook:
        grade = gradebook.find_grade(cell, NAME, NAME, "dana")
        assert (grade.manual_score, grade.extra_credit) == (1.5, 0.5)
        assert grade.needs_manual_grade and grade.auto_score == grade.max_score
        assert gradebook.find_submission(NAME, "dana").score == 100 - grade.max_score + 2
        assert not gradebook.find_submission(NAME, "noa").needs_manual_grade
    # The formgrader's own lists, feedback and export.
    with tools_on_path():
        found = api(folder)
        assert {s["student"] for s in found.get_notebook_submissions(NAME, NAME)} == {"dana", "noa"}
        result = found.generate_feedback(NAME, force=True)
        assert result["success"], result
    page = (folder / "feedback" / "dana" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "(Score:" in page and "1.5" in page
    with opened(folder) as gradebook:
        from nbgrader.plugins import CsvExportPlugin

        plugin = CsvExportPlugin()
        plugin.to = str(folder / "grades.csv")
        plugin.export(gradebook)
    with (folder / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert float(rows["noa"]["score"]) == 100 and rows["noa"]["last_name"] == "Cohen"


def test_comments_stay_and_hidden_tests_are_in_no_file(assignment: Assignment, tmp_path: Path) -> None:
    folder = tmp_path / "course"
    write_nbgrader_tree(assignment, folder)
    given = notebooks(assignment, "dana")
    export([graded(assignment, "dana", "Dana Levi")], "nbgrader", folder, notebooks=given)
    with opened(folder) as gradebook:
        comments = gradebook.find_submission_notebook(NAME, NAME, "dana").comments
        assert comments
        comments[0].manual_comment = "Well done"
        gradebook.db.commit()
    done = export([graded(assignment, "dana", "Dana Levi")], "nbgrader", folder, notebooks=given)
    assert done.lines == ["1 manual mark kept"]
    with opened(folder) as gradebook:
        comments = gradebook.find_submission_notebook(NAME, NAME, "dana").comments
        assert "Well done" in {comment.comment for comment in comments}
    text = (folder / "autograded" / "dana" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert "BEGIN HIDDEN TESTS" not in text and "✓ hidden check" in text


def test_a_gradebook_of_other_tests_is_refused_and_left_as_it_was(assignment: Assignment, tmp_path: Path) -> None:
    folder = tmp_path / "course"
    write_nbgrader_tree(assignment, folder)
    before = (folder / "gradebook.db").read_bytes()
    other = graded(assignment, "dana", "Dana Levi")
    other.questions[0].cases[0].name = "test_another"
    other.questions[0].cases[0].hidden = False
    with pytest.raises(KitError, match=r"has other cells for .* autograder build 07_tiny"):
        export([other], "nbgrader", folder / "gradebook.db")
    assert (folder / "gradebook.db").read_bytes() == before
    (folder / "gradebook.db").write_bytes(b"no database at all, but long enough to look like one" * 40)
    with pytest.raises(KitError, match="cannot be used"):
        export([graded(assignment, "dana", "Dana Levi")], "nbgrader", folder / "gradebook.db")


def test_an_exercise_that_is_new_gets_its_grades(assignment: Assignment, tmp_path: Path) -> None:
    result = graded(assignment, "dana", "Dana Levi")
    first = SubmissionResult("dana", "Dana Levi", NAME, Status.GRADED, questions=result.questions[:1])
    export([first], "nbgrader", tmp_path / "gradebook.db")
    export([result], "nbgrader", tmp_path / "gradebook.db")
    with opened(tmp_path) as gradebook:
        assert gradebook.find_submission(NAME, "dana").score == 100
