"""Making the parts of a build, each into a folder that becomes the result when all are made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat

from autograder.authoring.assignment import Assignment
from autograder.authoring.claims import PAGE_NAME, traceability_page
from autograder.authoring.prose import with_figures
from autograder.authoring.rubric import rubric_of
from autograder.release.built import NBGRADER, SOLUTION, BuildResult, Inputs, Last
from autograder.release.files import write_notebook, write_text
from autograder.release.leaks import Search
from autograder.release.nbgrader_tree import write_nbgrader_tree
from autograder.release.otter_zip import write_otter_zip
from autograder.release.rubric_pages import MARKERS_NAME, markers_page
from autograder.release.solution_notebook import solution_notebook
from autograder.release.student_folder import write_student_folder, write_student_zip
from autograder.translation import _

Progress = Callable[[str], None]


def make_parts(
    assignment: Assignment,
    staged: BuildResult,
    before: BuildResult,
    last: Last,
    inputs: Inputs,
    kit: Path,
    say: Progress,
) -> None:
    """Make all that a build makes of an assignment.

    Args:
        assignment: what to build.
        staged: where.
        before: what the last build made; what takes long is taken over from there, where it was made from the same.
        last: the last build's record.
        inputs: what is read now.
        kit: the kit's folder.
        say: called with a short text before each step.

    Raises:
        KitError: if something does not fit, or students would get a line of a solution.
    """
    assignment = with_figures(assignment)
    build = staged.otter_zip.parent
    say(_("student notebook"))
    write_student_folder(assignment, staged.student_folder, kit)
    write_student_zip(staged.student_folder, staged.student_zip)
    say(_("search for leaks"))
    search = Search(assignment)
    search.check([staged.student_folder, staged.student_zip])
    say(_("Otter zip"))
    write_otter_zip(assignment, staged.otter_zip, kit)
    if last.made_part(NBGRADER, inputs, before):
        shutil.copytree(before.nbgrader, staged.nbgrader)
    else:
        say(_("nbgrader course folder"))
        write_nbgrader_tree(assignment, staged.nbgrader)
    search.check([staged.nbgrader / "release"])
    rubric = rubric_of(assignment)
    if rubric is not None:
        say(_("rubric for markers"))
        write_text(build / MARKERS_NAME, markers_page(rubric))
    page = traceability_page(kit, assignment)
    if page is not None:
        say(_("from the lecture to the checks"))
        write_text(build / PAGE_NAME, page)
    executed = None
    if last.made_part(SOLUTION, inputs, before):
        executed = nbformat.read(before.solution, as_version=4)
    else:
        say(_("solution notebook"))
    write_notebook(staged.solution, solution_notebook(assignment, executed))
