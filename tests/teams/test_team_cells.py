"""Cells that people mark: what students, nbgrader and instructors get of them, and that a student's text survives."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum, determine_grade
from team_project import RUBRIC
from tiny_kit import MASTER, TINY_KIT

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.rubric import rubric_of
from autograder.authoring.solved import solved_notebook
from autograder.release.build import BuildResult, build_assignment
from autograder.release.leaks import Search
from autograder.release.nbgrader_tree import nbgrader_notebook, submission_for_nbgrader
from autograder.release.rubric_pages import markers_page, rubric_markdown
from autograder.release.student_notebook import ANSWER_STUB, student_notebook

CELLS = """
# %% [markdown] id="report" tags=["manual"] points=6
# ## Report
#
# At most 300 words.

# %% [markdown] id="demo" tags=["task"] points=4
# ## Demonstration
#
# Add cells that show your system.
"""


def write_kit(root: Path) -> Path:
    """The tiny kit with a rubric and two cells that people mark."""
    shutil.copytree(TINY_KIT, root, ignore=shutil.ignore_patterns("__pycache__", "build", "assignments"))
    with (root / MASTER).open("a", encoding="utf-8") as master:
        master.write(CELLS)
    (root / "solutions/07_tiny/rubric.toml").write_text(RUBRIC, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_kit(tmp_path_factory.mktemp("teams") / "kit")


@pytest.fixture(scope="module")
def assignment(kit: Path) -> Assignment:
    return find_assignment("07_tiny", kit)


@pytest.fixture(scope="module")
def built(kit: Path, assignment: Assignment, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return build_assignment(assignment, tmp_path_factory.mktemp("output"), kit=kit)


def cells(notebook) -> dict:
    return {cell.id: cell for cell in notebook.cells}


REPORT = (
    "## Report\n\nAt most 300 words.\n\n*Report: up to 6 points, given by people; see RUBRIC.md.*\n\nYOUR ANSWER HERE"
)


def test_the_points_of_people_are_no_points_of_the_exercises(assignment) -> None:
    assert assignment.points == 100
    assert [(cell.id, cell.points) for cell in assignment.master.cells if cell.points] == [("report", 6), ("demo", 4)]


def test_students_write_into_the_manual_cell_and_not_into_the_task(assignment) -> None:
    found = cells(student_notebook(assignment))
    report, demo = found["report"], found["demo"]
    assert report.cell_type == demo.cell_type == "markdown"
    assert report.source == REPORT
    assert report.metadata.get("editable", True) and report.metadata.deletable is False
    assert demo.source.endswith("*Demonstration: up to 4 points, given by people; see RUBRIC.md.*")
    assert demo.metadata.editable is False and ANSWER_STUB not in demo.source
    assert not any("otter_answer_cell" in cell.metadata.get("tags", []) for cell in (report, demo))


@pytest.mark.slow
def test_nbgraders_release_has_them_as_its_own_kinds_of_cells(assignment, built) -> None:
    path = built.nbgrader / "release" / "07_tiny" / "07_tiny.ipynb"
    notebook = nbformat.read(path, as_version=4)
    MetadataValidator().validate_nb(notebook)
    found = cells(notebook)
    report, demo = found["report"], found["demo"]
    kind = {"grade": True, "solution": True, "locked": False, "task": False, "points": 6, "grade_id": "report"}
    assert kind.items() <= report.metadata.nbgrader.items()
    kind = {"grade": False, "solution": False, "locked": True, "task": True, "points": 4, "grade_id": "demo"}
    assert kind.items() <= demo.metadata.nbgrader.items()
    assert report.source == REPORT == cells(student_notebook(assignment))["report"].source
    assert demo.source == cells(student_notebook(assignment))["demo"].source
    assert report.metadata.nbgrader.checksum == compute_checksum(report)
    assert determine_grade(report) == (0, 6)
    report.source += "\n\nI wrote this."
    assert determine_grade(report) == (None, 6)  # a person decides


@pytest.mark.slow
def test_the_rubric_is_beside_every_notebook_and_advice_for_markers_is_not(assignment, built) -> None:
    text = rubric_markdown(rubric_of(assignment))
    for folder in (built.student_folder, built.nbgrader / "release" / "07_tiny"):
        assert (folder / "RUBRIC.md").read_text(encoding="utf-8") == text
    readme = (built.student_folder / "README.md").read_text(encoding="utf-8")
    assert "count for 75 of the 100 points of the final mark" in readme and "[RUBRIC.md](RUBRIC.md)" in readme
    for path in built.student_folder.rglob("*"):
        assert path.is_dir() or b"Read the summary first" not in path.read_bytes()
    page = built.otter_zip.parent / "rubric_for_markers.html"
    assert "Read the summary first" in page.read_text(encoding="utf-8")
    assert not Search(assignment).leaks([built.student_folder, built.student_zip])


def test_a_text_written_in_the_students_notebook_goes_into_nbgraders(assignment) -> None:
    notebook = student_notebook(assignment)
    cells(notebook)["report"].source = "Our report: דו״ח"
    release = nbgrader_notebook(assignment)
    assert cells(submission_for_nbgrader(release, notebook))["report"].source == "Our report: דו״ח"
    untouched = cells(release)["report"].source
    assert cells(submission_for_nbgrader(release, solved_notebook(assignment)))["report"].source == untouched


def test_without_a_rubric_nothing_is_different() -> None:
    tiny = find_assignment("07_tiny", TINY_KIT)
    assert rubric_of(tiny) is None
    assert not any("criterion" in cell.metadata for cell in student_notebook(tiny).cells)


def test_the_rubric_as_markdown(assignment) -> None:
    text = rubric_markdown(rubric_of(assignment))
    for line in (
        "| Report | 6 | Is it clear? |",
        "| **together** | **10** | |",
        "## Demonstration · 4 points",
        "| 6 | All of it \\| even the tables. | Each claim has a figure. |",
        "| 0 | It does not run. |  |",
    ):
        assert line in text.split("\n")
    assert "75 of the 100 points" in text and "Read the summary first." not in text
    assert "> **For markers.** Read the summary first." in rubric_markdown(rubric_of(assignment), for_markers=True)


def test_the_page_for_markers_needs_nothing_else(assignment) -> None:
    page = markers_page(rubric_of(assignment))
    assert page.count("<table>") == 3 and "<blockquote>" in page and "All of it | even the tables." in page
    assert not any(word in page for word in ("<script", "<link", "@import", "url("))


@pytest.mark.slow
def test_a_change_of_the_rubric_builds_again(kit, assignment, built) -> None:
    """The last test here: it changes what the others look at."""
    root = built.student_folder.parent.parent
    assert build_assignment(assignment, root, kit=kit).unchanged
    text = RUBRIC.replace("Is it clear?", "Is it really clear?")
    (kit / "solutions/07_tiny/rubric.toml").write_text(text, encoding="utf-8")
    again = build_assignment(assignment, root, kit=kit)
    assert not again.unchanged
    assert "Is it really clear?" in (again.student_folder / "RUBRIC.md").read_text(encoding="utf-8")
