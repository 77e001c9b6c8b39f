"""Marks given in nbgrader's formgrader: which count, and the whole way through the real nbgrader."""

from __future__ import annotations

import hashlib

import nbformat
import pytest
from nbgrader.api import Gradebook
from real_graders import nbgrader_autograde, nbgrader_course
from team_gradebook import COURSE, formgrade, make_gradebook
from test_team_cells import write_kit

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solved import solved_notebook
from autograder.release.built import GRADEBOOK
from autograder.release.nbgrader_tree import tools_on_path, write_nbgrader_tree
from autograder.release.student_notebook import student_notebook
from autograder.teams.combine import combine
from autograder.teams.gradebook import read_gradebook


@pytest.fixture
def book(project):
    return make_gradebook(project.path("gradebook.db"), ("101", "102", "0103"))


def read(project):
    return read_gradebook(project.path("gradebook.db"), project.roster(), project.rubric)


def points(project) -> dict[tuple[str, str], float]:
    return {key: marks[0].points for key, marks in read(project).marks.items()}


def test_what_a_person_typed_counts_with_its_comment(project, book) -> None:
    formgrade(book, "101", "report", 4.5, comment="Clear,\nbut long")
    formgrade(book, "101", "demo", 3, extra=0.5)
    formgrade(book, "0103", "report", 0)
    assert points(project) == {("1", "report"): 4.5, ("1", "demo"): 3.5, ("2", "report"): 0}
    assert read(project).comments("1", project.rubric) == "Report: Clear, but long"


def test_nbgraders_own_zero_and_a_grade_taken_back_do_not_count(project, book) -> None:
    formgrade(book, "101", "report", 3)
    formgrade(book, "101", "report", None)
    with tools_on_path(), Gradebook(f"sqlite:///{book}", COURSE) as gradebook:
        grade = gradebook.find_grade("report", "07_tiny", "07_tiny", "102")
        grade.auto_score, grade.needs_manual_grade = 0.0, False  # SaveAutoGrades, of a cell without an answer
        gradebook.db.commit()
    found = read(project)
    assert (found.marks, found.remarks) == ({}, {})


def test_marks_of_two_members_count_if_they_agree(project, book) -> None:
    formgrade(book, "101", "report", 4, comment="Good")
    formgrade(book, "102", "report", 4)
    assert points(project) == {("1", "report"): 4}
    formgrade(book, "102", "report", 5)
    found = read(project)
    assert found.marks == {}
    assert found.remarks["1"] == [
        "Report: the members' notebooks have different marks (4 for Dana Levi, 5 for Omer Cohen): leave one of them"
    ]


def test_a_mark_from_before_a_new_autograding_must_be_confirmed(project, book) -> None:
    formgrade(book, "101", "report", 4)
    with tools_on_path(), Gradebook(f"sqlite:///{book}", COURSE) as gradebook:
        gradebook.find_grade("report", "07_tiny", "07_tiny", "101").needs_manual_grade = True
        gradebook.db.commit()
    found = read(project)
    assert found.marks == {} and "somebody gave 4 points; confirm them" in found.remarks["1"][0]


def test_a_student_who_is_in_no_team_is_reported(project) -> None:
    make_gradebook(project.path("gradebook.db"), ("101", "999"))
    found = read(project)
    assert len(found.problems) == 1 and "the student '999' is not in the roster" in found.problems[0]


def test_the_gradebook_is_not_changed(project, book) -> None:
    before = hashlib.sha256(book.read_bytes()).digest()
    read(project)
    assert hashlib.sha256(book.read_bytes()).digest() == before
    assert sorted(path.name for path in book.parent.iterdir() if path.name.startswith("grade")) == ["gradebook.db"]


@pytest.mark.slow
def test_the_whole_way_through_nbgrader(project) -> None:
    """Build, hand in, autograde with the real nbgrader, mark as in the formgrader, combine."""
    kit = write_kit(project.path("kit"))
    assignment = find_assignment("07_tiny", kit)
    write_nbgrader_tree(assignment, project.path("tree"))
    answer = "Our report: three figures, and one that surprised us. דו״ח"
    reported, empty, without = solved_notebook(assignment), student_notebook(assignment), student_notebook(assignment)
    for cell in reported.cells:
        if cell.id == "report":
            cell.source, cell.metadata["criterion"] = f"{cell.source}\n\n{answer}", "report"
    course = project.path("course")
    nbgrader_course(project.path("tree"), "07_tiny", {"101": reported, "103": empty, "104": without}, course)
    gone = course / "submitted" / "104" / "07_tiny" / "07_tiny.ipynb"
    notebook = nbformat.read(gone, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in ("report", "demo")]
    nbformat.write(notebook, gone)
    nbgrader_autograde(course, "07_tiny")

    graded = nbformat.read(course / "autograded" / "101" / "07_tiny" / "07_tiny.ipynb", as_version=4)
    assert answer in next(cell.source for cell in graded.cells if cell.id == "report")
    restored = nbformat.read(course / "autograded" / "104" / "07_tiny" / "07_tiny.ipynb", as_version=4)
    assert {"report", "demo"} <= {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in restored.cells}

    book = course / GRADEBOOK
    with tools_on_path(), Gradebook(f"sqlite:///{book}", COURSE) as gradebook:
        assert gradebook.find_notebook("07_tiny", "07_tiny").max_score == 110  # 100 by tests, 10 by people
        grade = gradebook.find_grade("report", "07_tiny", "07_tiny", "101")
        assert (grade.auto_score, grade.needs_manual_grade, grade.max_score) == (None, True, 6)
        assert gradebook.find_grade("demo", "07_tiny", "07_tiny", "101").needs_manual_grade
        assert gradebook.find_grade("report", "07_tiny", "07_tiny", "103").auto_score == 0

    roster, rubric = project.roster(), project.rubric
    assert read_gradebook(book, roster, rubric).marks == {}
    formgrade(book, "101", "report", 5, comment="One figure surprised me too")
    formgrade(book, "101", "demo", 3.5)
    formgrade(book, "103", "demo", 2)
    rows = {row.student: row for row in combine(project.results, roster, rubric, read_gradebook(book, roster, rubric))}
    assert (rows["101"].marks, rows["101"].rubric) == ({"report": 5, "demo": 3.5}, 8.5)
    assert (rows["101"].final, rows["102"].final) == (81.25, 76.25)
    assert rows["101"].comments == "Report: One figure surprised me too"
    assert rows["103"].final is None and rows["103"].remarks == ("not marked: Report",)
