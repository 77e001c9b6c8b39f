"""``autograded/`` of an nbgrader course folder: what formgrader shows and ``nbgrader generate_feedback`` reads.

nbgrader finds a grade by the cell's ``grade_id`` (nbgrader/preprocessors/getgrades.py). Where the folder was built by the kit, the cells
are those of its ``release/``; else one is put behind each answer. What the checks said stands in a cell's output. No solution and no
hidden test is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.intake.names import safe_id
from autograder.messages import Message
from autograder.release.files import write_notebook
from autograder.release.nbgrader_tree import submission_for_nbgrader
from autograder.reports.html import readable
from autograder.reports.tables import number
from autograder.results import CaseResult, QuestionResult, SubmissionResult
from autograder.translation import case_title

_SCHEMA = 3
Cells = Mapping[str, tuple[str, ...]]
"""By exercise, the ids of its cells in the gradebook."""
Translate = Callable[[str], str]


def write_autograded(
    folder: Path,
    assignment: str,
    handed_in: Mapping[str, tuple[SubmissionResult, Mapping[str, Any]]],
    cells: Cells,
    translate: Translate = str,
) -> list[Message]:
    """Write ``autograded/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb`` for each student.

    Args:
        folder: the course folder.
        assignment: the assignment's and the notebook's name.
        handed_in: by nbgrader's student id, the result and the notebook.
        cells: the gradebook's cells of each exercise.
        translate: into the language of what checks say.

    Returns:
        Sentences about what was left out.
    """
    path = folder / "release" / assignment / f"{assignment}.ipynb"
    release = nbformat.read(path, as_version=4) if path.is_file() else None
    per_case = any(ids != (name,) for name, ids in cells.items())
    left_out = []
    for student, (result, notebook) in handed_in.items():
        if safe_id(student) != student:
            left_out.append(student)
            continue
        made: NotebookNode = nbformat.from_dict(dict(notebook))
        if per_case and release is not None:
            made = _filled_release(submission_for_nbgrader(release, made), result, cells, translate)
        else:
            made = _with_grade_cells(made, result, cells, translate)
        made.metadata.setdefault("kernelspec", {"name": "python3", "display_name": "Python 3", "language": "python"})
        target = folder / "autograded" / student / assignment / f"{assignment}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        write_notebook(target, made)
    names = ", ".join(left_out)
    return [Message("no files are written for ids that are no folder's name: {names}", names=names)] if left_out else []


def _filled_release(
    notebook: NotebookNode, result: SubmissionResult, cells: Cells, translate: Translate
) -> NotebookNode:
    """The release with the student's answers, and what each case said under its cell."""
    said = {
        cell: case
        for question in result.questions
        for cell, case in zip(cells.get(question.name, ()), question.cases, strict=False)
    }
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if cell.cell_type == "code" and grade_id in said:
            cell.outputs = _outputs([said[grade_id]], None, translate)
    return notebook


def _with_grade_cells(
    notebook: NotebookNode, result: SubmissionResult, cells: Cells, translate: Translate
) -> NotebookNode:
    """The student's notebook with a graded cell behind each answer, or at the end where no answer cell is marked."""
    questions = {question.name: question for question in result.questions}
    last = {cell.metadata.get("exercise"): n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code"}
    behind: dict[int, list[NotebookNode]] = {}
    for name, ids in cells.items():
        question = questions.get(name)
        made = [_grade_cell(name, grade_id, question, len(ids), translate) for grade_id in ids]
        behind.setdefault(last.get(name, len(notebook.cells) - 1), []).extend(made)
    notebook.cells = [
        one for n, cell in enumerate(notebook.cells) for one in (_without_nbgrader(cell), *behind.get(n, ()))
    ] or [one for made in behind.values() for one in made]
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def _without_nbgrader(cell: NotebookNode) -> NotebookNode:
    """A student's cell that claims to be graded would be looked up in the gradebook."""
    cell.metadata.pop("nbgrader", None)
    if cell.cell_type == "code":
        cell.setdefault("outputs", [])
        cell.setdefault("execution_count", None)
    return cell


def _grade_cell(
    name: str, grade_id: str, question: QuestionResult | None, count: int, translate: Translate
) -> NotebookNode:
    most = question.max_score if question and count == 1 else 0.0
    heading = translate(Message("The checks of {exercise}", exercise=name))
    cell = nbformat.v4.new_code_cell(f"# {heading}", id=f"checks-{safe_id(grade_id)}"[:64])
    cell.metadata["nbgrader"] = {
        "schema_version": _SCHEMA,
        "grade_id": grade_id,
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "points": most,
    }
    cell.outputs = _outputs(question.cases if question else [], question, translate)
    return cell


def _outputs(cases: Sequence[CaseResult], question: QuestionResult | None, translate: Translate) -> list[NotebookNode]:
    """What the student may read of checks: hidden ones are numbered, not named."""
    lines, hidden = [], 0
    if question is not None and question.detail:
        lines.append(translate(question.detail))
    for case in cases:
        hidden += case.hidden
        numbered = Message("hidden check {number}", number=hidden) if len(cases) > 1 else Message("hidden check")
        name = numbered if case.hidden else Message(case_title(case.name))
        points, most = number(case.score), number(case.max_score)
        told = Message("{exercise}: {points} of {most}", exercise=name, points=points, most=most)
        lines.append(f"{'✓' if case.passed else '✕'} {translate(told)}")
        if case.output:
            lines.append(f"  {translate(case.output)}")
    if question is not None and question.misconception:
        lines.append(f"{translate(question.misconception.name)}: {translate(question.misconception.hint)}")
    text = readable("\n".join(lines) + "\n") if lines else ""
    return [nbformat.v4.new_output("stream", name="stdout", text=text)] if text else []
