"""The solved notebook: every cell of the master with its solution in, and overrides behind their answer cells."""

from __future__ import annotations

from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from autograder.authoring.assignment import Assignment
from autograder.authoring.master import Cell
from autograder.authoring.solution_marks import solution_source

KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def solved_notebook(assignment: Assignment, overrides: Mapping[str, str] | None = None) -> NotebookNode:
    """The notebook of a student who solved everything, without any cell of Otter.

    Args:
        assignment: what to solve.
        overrides: by exercise, a source that is put as one more cell behind the answer cell. To run a variant of
            several exercises, give its source for each of them.
    """
    overrides = overrides or {}
    for name in overrides:
        assignment.exercise(name)  # a typo ends in a message that proposes the right name
    cells: list[NotebookNode] = []
    for cell in assignment.master.cells:
        source = solution_source(cell.source) if cell.exercise else cell.source
        cells.append(make_cell(cell, source))
        if cell.exercise is not None and cell.exercise in overrides:
            extra = new_cell("code", overrides[cell.exercise], f"{cell.id}-override")
            extra.metadata["overrides"] = cell.exercise
            cells.append(extra)
    return make_notebook(assignment, cells)


def make_cell(cell: Cell, source: str) -> NotebookNode:
    """A notebook cell with the id, the tags and the exercise of a master's cell."""
    made = new_cell(cell.kind, source, cell.id)
    if cell.tags:
        made.metadata["tags"] = sorted(cell.tags)
    if cell.exercise:
        made.metadata["exercise"] = cell.exercise
    return made


def new_cell(kind: str, source: str, cell_id: str) -> NotebookNode:
    """A cell as nbformat's ``new_code_cell`` and ``new_markdown_cell`` make it, but for their look at whether it is valid.

    That look takes far longer than all else here; :func:`make_notebook` looks at the notebook as a whole.

    Args:
        kind: "code" or "markdown".
        source: its text.
        cell_id: its id in the notebook.
    """
    made = NotebookNode(id=cell_id, cell_type=kind, metadata=NotebookNode(), source=source)
    if kind == "code":
        made.execution_count, made.outputs = None, []
    return made


def make_notebook(assignment: Assignment, cells: list[NotebookNode]) -> NotebookNode:
    """A notebook in format 4.5 that says which assignment it is.

    Raises:
        nbformat.ValidationError: if it, or a cell of it, is not valid.
    """
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.nbformat_minor = 5
    notebook.metadata.update({**KERNEL, "title": assignment.title})
    return notebook
