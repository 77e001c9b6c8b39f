"""The notebook that students get: the master without solutions, with Otter's checks of the public cases."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from autograder.authoring.assignment import Assignment
from autograder.authoring.marks import strip_solution
from autograder.authoring.master import MANUAL, SOLUTION_ONLY, TASK, Cell
from autograder.authoring.prose import with_figures
from autograder.authoring.rubric import Rubric, rubric_of
from autograder.authoring.solved import make_cell, make_notebook
from autograder.authoring.test_files import TestFile, load_test_file, public_source
from autograder.release.rubric_pages import STUDENTS_NAME

ANSWER_TAG = "otter_answer_cell"
ANSWER_STUB = "YOUR ANSWER HERE"
"""What nbgrader's ClearSolutions puts where students write."""
INIT_ID, HAND_IN_TEXT_ID, HAND_IN_ID = "set-up-checks", "hand-in", "hand-in-export"

# The checks are in the notebook's metadata. Three things go wrong with a plain otter.Notebook("name.ipynb"):
# a copied or renamed notebook is not found (and a copy would hand in the original); a folder tests/ of somebody else's
# hides the checks; so the name is asked of Jupyter or VS Code first, and Otter is sent to a folder that does not exist.
_INIT = """\
# Sets up the checks. Run this cell first. You may copy or rename the notebook: its checks travel inside it.
import os
from pathlib import Path

import otter

_names = [os.environ.get("JPY_SESSION_NAME"), globals().get("__vsc_ipynb_file__"), "{name}.ipynb"]
_names += sorted(Path().glob("*{number}*.ipynb")) + sorted(Path().glob("*.ipynb"))
_found = [Path(name).name for name in _names if name and Path(Path(name).name).is_file()]
grader = otter.Notebook(_found[0] if _found else None, tests_dir="no-such-folder-the-checks-are-in-the-notebook")"""

_HAND_IN_TEXT = """\
## Hand in

1. *Kernel → Restart Kernel and Run All Cells*: what runs from top to bottom here also runs where it is graded.
2. Save the notebook.
3. Run the cell below. It runs all checks once more on the saved file and makes a zip. Read what it prints: a check that
   fails there fails in grading too. Hidden checks come on top of these.
4. Hand in the zip."""

_HAND_IN = """\
# Save the notebook first. Makes the zip to hand in, and checks what is in it.
grader.export(pdf=False, run_tests=True, force_save=True)"""


def notebook_name(assignment: Assignment) -> str:
    """``03_attention.ipynb``."""
    return f"{assignment.name}.ipynb"


def student_notebook(assignment: Assignment) -> NotebookNode:
    """The student notebook of an assignment.

    Its metadata are those that ``otter assign`` writes for exception-based tests; ``metadata.exercise`` names the
    exercise of an answer cell and of its check.
    """
    assignment = with_figures(assignment)
    cells = [_locked(nbformat.v4.new_code_cell(_init_source(assignment), id=INIT_ID))]
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
        check = nbformat.v4.new_code_cell(check_source(load_test_file(exercises[cell.id].tests)), id=f"{cell.id}-check")
        check.metadata["checks"] = cell.exercise
        cells += [answer, _locked(check)]
    cells.append(_locked(nbformat.v4.new_markdown_cell(_HAND_IN_TEXT, id=HAND_IN_TEXT_ID)))
    cells.append(_locked(nbformat.v4.new_code_cell(_hand_in_source(assignment), id=HAND_IN_ID)))
    notebook = make_notebook(assignment, cells)
    notebook.metadata["otter"] = {
        "OK_FORMAT": False,
        "assignment_name": assignment.name,
        "tests": {exercise.name: public_source(exercise.tests) for exercise in assignment.exercises},
    }
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
    worth = round(sum(case.points for case in public), 6)
    return (
        f"# {_count(len(public), 'check')} here for {worth:g} of {tests.points:g} points; "
        f"{hidden} more {'is' if hidden == 1 else 'are'} made when your work is graded.\n"
        f'grader.check("{tests.name}")'
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _init_source(assignment: Assignment) -> str:
    return _INIT.format(name=assignment.name, number=assignment.name.split("_")[0])


def _hand_in_source(assignment: Assignment) -> str:
    """The export; the files that the notebook should have written go into the zip, as far as they are there."""
    if not assignment.hand_in:
        return _HAND_IN
    names = ", ".join(f'"{name}"' for name in assignment.hand_in)
    found = f"_files = [name for name in ({names},) if Path(name).is_file()]\n"
    return _HAND_IN.replace("grader.export(", found + "grader.export(files=_files, ")


def _locked(cell: NotebookNode) -> NotebookNode:
    """A cell that Jupyter lets nobody edit or delete by accident, as Otter locks its own."""
    cell.metadata["editable"] = False
    cell.metadata["deletable"] = False
    return cell
