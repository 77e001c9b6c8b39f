"""The real graders, run as an instructor would: `otter run` and `nbgrader autograde`, on notebooks given as objects.

For the benchmark, and for the tests that hold their marks equal to ours.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.release.built import GRADEBOOK
from autograder.release.files import write_notebook
from autograder.release.nbgrader_tree import submission_for_nbgrader, tools_on_path


def otter_run(autograder_zip: Path, notebook: NotebookNode, name: str, work: Path) -> dict[str, float]:
    """The score of each exercise by `otter run`; ``name`` is the submitted file's name."""
    work.mkdir(parents=True)
    write_notebook(work / name, notebook)
    command = [sys.executable, "-m", "otter", "run", "-a", str(autograder_zip.resolve()), "--no-logo", name]
    subprocess.run(command, cwd=work, check=True, capture_output=True, timeout=600)
    tests = json.loads((work / "results.json").read_text())["tests"]
    return {test["name"]: test["score"] for test in tests if "score" in test}


def nbgrader_course(tree: Path, assignment: str, notebooks: dict[str, NotebookNode], course: Path) -> None:
    """A copy of the course folder in which these students have handed in."""
    shutil.copytree(tree, course)
    release_folder = course / "release" / assignment
    release = nbformat.read(release_folder / f"{assignment}.ipynb", as_version=4)
    for student, notebook in notebooks.items():
        submitted = course / "submitted" / student / assignment
        shutil.copytree(release_folder, submitted)
        write_notebook(submitted / f"{assignment}.ipynb", submission_for_nbgrader(release, notebook))


def nbgrader_autograde(course: Path, assignment: str) -> None:
    """Run `nbgrader autograde` for the whole class, in one command."""
    command = [sys.executable, "-m", "nbgrader", "autograde", assignment, "--create"]
    with tools_on_path():
        done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr


def nbgrader_scores(course: Path, assignment: str) -> dict[str, dict[str, float]]:
    """The score of each graded cell, by student."""
    with tools_on_path(), Gradebook(f"sqlite:///{course / GRADEBOOK}") as gradebook:
        return {
            submission.student.id: {grade.name: grade.auto_score for grade in submission.notebooks[0].grades}
            for submission in gradebook.assignment_submissions(assignment)
        }
