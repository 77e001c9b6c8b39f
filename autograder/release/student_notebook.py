"""The notebook that students get: the master without solutions, with Otter's checks of the public cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.authoring.assignment import Assignment
from autograder.authoring.master import MANUAL, SOLUTION_ONLY, TASK, Cell
from autograder.authoring.prose import with_figures
from autograder.authoring.rubric import Rubric, rubric_of
from autograder.authoring.solution_marks import strip_solution
from autograder.authoring.solved import make_cell, make_notebook, new_cell
from autograder.authoring.test_files import TestFile, load_test_file, public_source
from autograder.points import total
from autograder.release.checks_copy import copy_for_notebook
from autograder.release.requirements import grading_requirements, models
from autograder.release.rubric_pages import STUDENTS_NAME

ANSWER_TAG = "otter_answer_cell"
ANSWER_STUB = "YOUR ANSWER HERE"
"""What nbgrader's ClearSolutions puts where students write."""
INIT_ID, HAND_IN_TEXT_ID, HAND_IN_ID = "set-up-checks", "hand-in", "hand-in-export"
SEND_ID = "hand-in-send"

_INIT = """\
# Sets up the checks, and says at once if a package or a file is missing. Run this cell first.
# You may copy or rename the notebook, also while it runs. The folder checks belongs beside it, as all of the zip does;
# where it is not there (on Colab, or if the notebook came alone), the copy in the last line is unpacked instead.
def set_up(name, copy):
    try:
        import checks
    except ModuleNotFoundError:
        import base64
        import json
        import pathlib
        import sys
        import tempfile
        import zlib

        folder = pathlib.Path(tempfile.mkdtemp(prefix="checks-"))
        for path, text in json.loads(zlib.decompress(base64.b85decode(copy))).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        sys.path.insert(0, str(folder))
        import checks

        return checks.start(name, folder)
    return checks.start(name)


grader = set_up("{name}", "{copy}")"""

_HAND_IN_TEXT = """\
## Hand in

1. *Kernel → Restart Kernel and Run All Cells*: what runs from top to bottom here also runs where it is graded. The cell
   below makes the zip. It says what it packs, then runs the saved notebook once more in a fresh kernel and shows how far
   it is; cells that only demonstrate something long leave themselves out.
2. Read what it prints: a check that fails there fails in grading too. Hidden checks come on top of these. If it asks you
   to, save the notebook and run that one cell again. A zip that still holds what you wrote is not made a second time.
3. Hand in the zip, as your course asks for it. If your course has a server of its own, the cell behind it hands in instead, gives
   you a receipt and shows what came of it."""

_HAND_IN = """\
# Makes the zip to hand in: packs the saved notebook, runs it once in a fresh kernel and says what its checks say.
grader.export()"""

_SEND = """\
# Hands in to your course's own server, if it has one, and shows here what came of it. It asks before it sends anything.
grader.hand_in()"""


def student_notebook(assignment: Assignment, kit: Path | None = None) -> NotebookNode:
    """The student notebook of an assignment.

    Its metadata are those that ``otter assign`` writes for exception-based tests; ``metadata.exercise`` names the
    exercise of an answer cell and of its check; ``metadata.checks`` says what must lie beside it and be installed.

    Args:
        assignment: the assignment.
        kit: the folder with the kit's pyproject.toml, for the versions of packages.
    """
    assignment = with_figures(assignment)
    cells = []
    exercises = {exercise.cell_id: exercise for exercise in assignment.exercises}
    rubric = rubric_of(assignment)
    for cell in assignment.master.cells:
        if SOLUTION_ONLY in cell.tags:
            continue
        if rubric is not None and cell.tags & {MANUAL, TASK}:
            cells.append(cell_for_people(cell, rubric))
            continue
        if cell.id not in exercises:
            cells.append(make_cell(cell, cell.source))
            continue
        answer = make_cell(cell, strip_solution(cell.source))
        answer.metadata["tags"] = sorted({*cell.tags, ANSWER_TAG})
        answer.metadata["deletable"] = False
        check = new_cell("code", check_source(load_test_file(exercises[cell.id].tests)), f"{cell.id}-check")
        check.metadata["checks"] = cell.exercise
        cells += [answer, _locked(check)]
    cells.append(_locked(new_cell("markdown", _HAND_IN_TEXT, HAND_IN_TEXT_ID)))
    cells.append(_locked(new_cell("code", _hand_in_source(assignment, _HAND_IN), HAND_IN_ID)))
    cells.append(_locked(new_cell("code", _hand_in_source(assignment, _SEND), SEND_ID)))
    metadata: dict[str, Any] = {}
    metadata["otter"] = {
        "OK_FORMAT": False,
        "assignment_name": assignment.name,
        "tests": {exercise.name: public_source(exercise.tests) for exercise in assignment.exercises},
    }
    metadata["checks"] = {
        "files": [path.name for path in assignment.files],
        "requirements": grading_requirements(assignment, kit),
        "models": models(assignment),
    }
    set_up = _INIT.format(name=assignment.name, copy=copy_for_notebook(assignment, metadata))
    cells.insert(0, _locked(new_cell("code", set_up, INIT_ID)))
    notebook = make_notebook(assignment, cells)
    notebook.metadata.update(metadata)
    return notebook


def cell_for_people(cell: Cell, rubric: Rubric, answer: str = ANSWER_STUB) -> NotebookNode:
    """A cell that people mark, as students get it: its text, what it counts, and, in a manual cell, room for the answer.

    ``metadata.criterion`` says in every release which criterion it belongs to.
    """
    title = next(criterion.title for criterion in rubric.criteria if criterion.name == cell.id)
    text = f"{cell.source}\n\n*{title}: up to {cell.points:g} points, given by people; see {STUDENTS_NAME}.*"
    made = make_cell(cell, f"{text}\n\n{answer}" if MANUAL in cell.tags else text)
    made.metadata["criterion"] = cell.id
    made.metadata["deletable"] = False
    return made if MANUAL in cell.tags else _locked(made)


def check_source(tests: TestFile) -> str:
    """The cell behind an exercise. It says how much of the grade it stands for: passing it is not full marks."""
    public = [case for case in tests.cases if not case.hidden]
    hidden = len(tests.cases) - len(public)
    worth = total(case.points for case in public)
    return (
        f"# {_count(len(public), 'check')} here for {worth:g} of {tests.points:g} points; "
        f"{hidden} more {'is' if hidden == 1 else 'are'} made when your work is graded.\n"
        f'grader.check("{tests.name}")'
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _hand_in_source(assignment: Assignment, source: str) -> str:
    """A cell that packs; the files that the notebook should have written go along, as far as they are there."""
    if not assignment.hand_in:
        return source
    names = ", ".join(f'"{name}"' for name in assignment.hand_in)
    return source.removesuffix("()") + f"(files=[{names}])"


def _locked(cell: NotebookNode) -> NotebookNode:
    """A cell that Jupyter lets nobody edit or delete by accident, as Otter locks its own."""
    cell.metadata["editable"] = False
    cell.metadata["deletable"] = False
    return cell
