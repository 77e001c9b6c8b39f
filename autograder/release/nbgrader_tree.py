"""A course folder for nbgrader: source/ written by us, release/ made from it by the real nbgrader."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from autograder.authoring.assignment import Assignment, Exercise
from autograder.authoring.master import MANUAL, SOLUTION_ONLY, TASK
from autograder.authoring.prose import with_figures
from autograder.authoring.rubric import rubric_of
from autograder.authoring.solution_marks import nbgrader_source
from autograder.authoring.solved import make_cell, make_notebook, new_cell
from autograder.authoring.test_files import Case, load_test_file
from autograder.errors import KitError
from autograder.release.built import notebook_name
from autograder.release.case_cells import case_source
from autograder.release.files import copy_given, write_notebook, write_text
from autograder.release.rubric_pages import STUDENTS_NAME, rubric_markdown
from autograder.release.student_notebook import cell_for_people
from autograder.startup import tools_on_path

_SCHEMA = 3
_ROOM_FOR_AN_ANSWER = "<!-- BEGIN SOLUTION -->\n<!-- END SOLUTION -->"
"""nbgrader's mark around the answer of a manual cell: without one it would replace the cell's text as well."""

_CONFIG = """\
# A course folder for nbgrader 0.9 or newer. In this folder:
#     nbgrader generate_assignment {name}     makes release/ again after a change in source/
#     nbgrader autograde {name}               grades submitted/STUDENT/{name}/{name}.ipynb
#     nbgrader export                         writes grades.csv
# Students must be given release/{name}/, not the kit's own assignments/{name}/: nbgrader goes by its own cells.
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "from_tokens_to_rag"
# A student who deleted a check is graded all the same.
c.OverwriteCells.add_missing_cells = True
# A cell that never ends costs its own points; the next ones run.
c.Execute.timeout = {seconds}
c.Execute.interrupt_on_timeout = True
"""


def write_nbgrader_tree(assignment: Assignment, folder: Path) -> None:
    """Write the course folder; ``folder`` must not exist yet.

    Raises:
        KitError: if nbgrader refuses the notebook.
    """
    folder.mkdir(parents=True)
    seconds = int(assignment.limits.cell_seconds)
    write_text(folder / "nbgrader_config.py", _CONFIG.format(name=assignment.name, seconds=seconds))
    source = folder / "source" / assignment.name
    copy_given((*assignment.files, *assignment.hidden_files), source)  # autograde takes them from here
    write_notebook(source / notebook_name(assignment), nbgrader_notebook(assignment))
    rubric = rubric_of(assignment)
    if rubric is not None:
        write_text(source / STUDENTS_NAME, rubric_markdown(rubric))
    _generate(assignment, folder)


def nbgrader_notebook(assignment: Assignment) -> NotebookNode:
    """The source notebook: solutions in nbgrader's marks, and one locked, graded cell for each test case.

    Of the cells that people mark, a manual one becomes a "manually graded answer" and a task a "manually graded task".
    """
    assignment = with_figures(assignment)
    rubric = rubric_of(assignment)
    exercises = {exercise.cell_id: exercise for exercise in assignment.exercises}
    cells: list[NotebookNode] = []
    for cell in assignment.master.cells:
        if SOLUTION_ONLY in cell.tags:
            continue
        if rubric is not None and cell.tags & {MANUAL, TASK}:
            marked = cell_for_people(cell, rubric, _ROOM_FOR_AN_ANSWER)
            kind = {"solution": True} if MANUAL in cell.tags else {"task": True}
            marked.metadata["nbgrader"] = _metadata(cell.id, points=cell.points, **kind)
            cells.append(marked)
            continue
        if cell.id not in exercises:
            cells.append(make_cell(cell, cell.source))
            continue
        answer = make_cell(cell, nbgrader_source(cell.source))
        answer.metadata["nbgrader"] = _metadata(cell.id, solution=True)
        cells += [answer, *_case_cells(exercises[cell.id])]
    return make_notebook(assignment, cells)


def submission_for_nbgrader(release: NotebookNode, notebook: NotebookNode) -> NotebookNode:
    """Put the answers of any notebook of this assignment (student's, solved, solved with overrides) into the release.

    This is what a student who worked in nbgrader's notebook would have handed in; it lets nbgrader grade a submission
    that was made in another one.
    """
    answers: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.metadata.get("criterion") and cell.cell_type == "markdown":
            written[cell.metadata["criterion"]] = cell.source
        exercise = cell.metadata.get("exercise") or cell.metadata.get("overrides")
        if exercise and cell.cell_type == "code":
            answers.setdefault(exercise, []).append(cell.source)
    submission: NotebookNode = nbformat.from_dict(release)
    for cell in submission.cells:
        if cell.metadata.get("exercise") in answers:
            cell.source = "\n\n".join(answers[cell.metadata["exercise"]])
        if cell.metadata.get("criterion") in written:
            cell.source = written[cell.metadata["criterion"]]
    return submission


def _case_cells(exercise: Exercise) -> list[NotebookNode]:
    cases = load_test_file(exercise.tests).cases
    named = zip(cases, grade_ids(exercise.name, cases), strict=True)
    return [_case_cell(exercise, case, grade_id, number) for number, (case, grade_id) in enumerate(named, start=1)]


def grade_ids(exercise: str, cases: Sequence[Case]) -> list[str]:
    """nbgrader's names of an exercise's cases. Students can read them, so hidden cases are numbered, not named."""
    numbers = itertools.count(1)
    return [f"{exercise}-hidden-{next(numbers)}" if case.hidden else f"{exercise}-{case.name}" for case in cases]


def _case_cell(exercise: Exercise, case: Case, grade_id: str, number: int) -> NotebookNode:
    cell = new_cell("code", case_source(exercise.tests, case), f"{exercise.cell_id}-case-{number}")
    cell.metadata["nbgrader"] = _metadata(grade_id, points=case.points)
    cell.metadata["editable"] = cell.metadata["deletable"] = False
    return cell


def _metadata(
    grade_id: str, *, solution: bool = False, task: bool = False, points: float | None = None
) -> dict[str, object]:
    """nbgrader's metadata of an answer cell, or of a graded cell if it has points; a task is graded without "grade"."""
    metadata: dict[str, object] = {
        "schema_version": _SCHEMA,
        "grade_id": grade_id,
        "grade": points is not None and not task,
        "solution": solution,
        "locked": not solution,
        "task": task,
    }
    return metadata if points is None else {**metadata, "points": points}


def _generate(assignment: Assignment, folder: Path) -> None:
    """Run ``nbgrader generate_assignment`` and write its notebook again with our formatting."""
    config = Config()
    config.CourseDirectory.root = str(folder.resolve())
    config.CourseDirectory.course_id = "from_tokens_to_rag"
    config.NbGrader.log_level = config.Application.log_level = "ERROR"
    with tools_on_path():
        result = NbGraderAPI(config=config).generate_assignment(assignment.name)
    release = folder / "release" / assignment.name / notebook_name(assignment)
    if not result["success"] or not release.is_file():
        raise KitError(
            "nbgrader could not make the release of {assignment}: {reason}",
            "Look at the cell that it names.",
            assignment=assignment.name,
            reason=_reason(result),
        )
    write_notebook(release, nbformat.read(release, as_version=4))
    for hidden in assignment.hidden_files:
        (release.parent / hidden.name).unlink()
    for leftover in folder.rglob(".ipynb_checkpoints"):
        shutil.rmtree(leftover)


def _reason(result: dict[str, Any]) -> str:
    """The first error in nbgrader's log: the last one only says that there was one."""
    log = f"{result.get('log') or ''}\n{result.get('error') or ''}"
    errors = re.findall(r"^\s*((?:[\w.]+\.)?\w*(?:Error|Exception)\b:.*)$", log, re.MULTILINE)
    return errors[0] if errors else log.strip() or "no notebook was written."
