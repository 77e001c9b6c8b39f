"""The executed solution notebook, for instructors: every cell of the master with its outputs."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode

from autograder.authoring.assignment import Assignment
from autograder.authoring.prose import with_figures
from autograder.authoring.solved import solved_notebook
from autograder.errors import KitError
from autograder.messages import Message
from autograder.places import at
from autograder.release.files import copy_given
from autograder.startup import ONE_THREAD

_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b")
_PATIENCE = 10
"""A cell may take this many times its limit here: the machine that builds may be slow."""
_ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONWARNINGS": "default", **ONE_THREAD}


def solution_notebook(assignment: Assignment, executed: NotebookNode | None = None) -> NotebookNode:
    """Execute the solved notebook in a fresh folder with the given files.

    Everything that differs from run to run is taken out: times, memory addresses.

    Args:
        assignment: whose solution.
        executed: what this made before from the same code cells: its outputs are taken, and nothing is executed.

    Raises:
        KitError: if a cell raises or runs too long; the cell's line in the master is named.
    """
    notebook = solved_notebook(with_figures(assignment))
    if executed is not None:
        return _with_outputs(notebook, executed)
    with tempfile.TemporaryDirectory(prefix="autograder-solution-") as name:
        folder = Path(name)
        copy_given(assignment.files, folder)
        client = NotebookClient(
            notebook,
            timeout=int(assignment.limits.cell_seconds * _PATIENCE),
            kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
            record_timing=False,
            extra_arguments=["--log-level=ERROR"],
        )
        try:
            client.execute(env={**os.environ, **_ENVIRONMENT})
        except (CellExecutionError, CellTimeoutError) as error:
            raise _explained(assignment, notebook, error) from error
        _normalise(notebook, folder)
    return notebook


def _with_outputs(notebook: NotebookNode, executed: NotebookNode) -> NotebookNode:
    made = {cell.id: cell for cell in executed.cells}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = made[cell.id].outputs, made[cell.id].execution_count
    return notebook


def _explained(assignment: Assignment, notebook: NotebookNode, error: Exception) -> KitError:
    lines = {cell.id: cell.line for cell in assignment.master.cells}
    started = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.get("execution_count")]
    failed = [cell for cell in started if any(output.output_type == "error" for output in cell.outputs)]
    cell = (failed or started or notebook.cells)[-1]
    if isinstance(error, CellTimeoutError):
        what = Message("runs too long")
    else:
        what = Message(
            "ends in {error}: {text}",
            error=str(getattr(error, "ename", "an error")),
            text=str(getattr(error, "evalue", error)),
        )
    return KitError(
        "{place}: the cell {id} {what}.",
        "The solution must run from top to bottom.",
        place=at(assignment.master.path, lines.get(cell.id)),
        id=repr(cell.id),
        what=what,
    )


def _normalise(notebook: NotebookNode, folder: Path) -> None:
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            for key in ("text", "data"):
                if key in output:
                    output[key] = _without_addresses(output[key], str(folder))
    # The kernel's own version does not belong to the solution.
    notebook.metadata["language_info"] = {"name": "python"}


def _without_addresses(value: Any, folder: str) -> Any:
    if isinstance(value, str):
        return _ADDRESS.sub("0x…", value.replace(folder, "."))
    if isinstance(value, dict):
        return type(value)({key: _without_addresses(item, folder) for key, item in value.items()})
    if isinstance(value, list):
        return [_without_addresses(item, folder) for item in value]
    return value
