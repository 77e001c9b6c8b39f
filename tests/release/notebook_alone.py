"""A student's notebook up to the check of its first exercise, without what the author's cells draw and print on the way."""

from __future__ import annotations

from pathlib import Path

import nbformat

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solution_marks import solution_source

ROOT = Path(__file__).resolve().parents[2]


def worked(name: str, *, right: bool) -> nbformat.NotebookNode:
    """The set-up cell, the imports, the first exercise (done), its check."""
    notebook = nbformat.read(ROOT / "assignments" / name / f"{name}.ipynb", as_version=4)
    assignment = find_assignment(name, ROOT)
    exercise = assignment.exercises[0]
    solution = next(c.source for c in assignment.master.cells if c.exercise == exercise.name)
    end = next(n for n, cell in enumerate(notebook.cells) if cell.metadata.get("checks") == exercise.name)
    answer = next(cell for cell in notebook.cells if cell.metadata.get("exercise") == exercise.name)
    answer.source = (
        solution_source(solution) if right else f"def {exercise.provides[0]}(*args, **kwargs):\n    return None"
    )
    kept = [cell for cell in notebook.cells[1:end] if "setup" in cell.metadata.get("tags", ()) or cell is answer]
    notebook.cells = [notebook.cells[0], *kept, notebook.cells[end]]
    return notebook
