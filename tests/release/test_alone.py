"""A student's folder needs nothing of the kit: copied elsewhere, its checks run, and they tell right from wrong."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.authoring.assignment import Assignment
from autograder.authoring.solution_marks import solution_source
from autograder.authoring.test_files import load_test_file
from autograder.release.build import BuildResult

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_pictures")]

ABSENT = 'raise ImportError("the kit is not on this machine")\n'


def checks_of(built: BuildResult, assignment: Assignment, folder: Path, *, solved: bool) -> dict[str, str]:
    """Run a copy of the student's notebook where the kit cannot be imported; what each check printed."""
    shutil.copytree(built.student_folder, folder / "homework")
    (folder / "no_kit").mkdir()
    (folder / "no_kit" / "autograder.py").write_text(ABSENT, encoding="utf-8")
    # A folder tests/ of somebody else's hid the checks of plain Otter notebooks.
    (folder / "homework" / "tests").mkdir()
    (folder / "homework" / "tests" / "softmax.py").write_text("raise SystemExit", encoding="utf-8")
    path = folder / "homework" / f"{assignment.name}.ipynb"
    renamed = path.rename(path.with_name(f"{assignment.name} (1).ipynb"))
    notebook = nbformat.read(renamed, as_version=4)
    if solved:
        answers = {cell.exercise: solution_source(cell.source) for cell in assignment.master.cells if cell.exercise}
        for cell in notebook.cells:
            if cell.metadata.get("exercise") and cell.cell_type == "code":
                cell.source = answers[cell.metadata.exercise]
    notebook.cells = [cell for cell in notebook.cells if "grader.export" not in cell.source]
    proof = "try:\n    import autograder\nexcept ImportError as error:\n    print(error)"
    notebook.cells.insert(0, nbformat.v4.new_code_cell(proof))
    searched = os.pathsep.join([str(folder / "no_kit"), os.environ["PYTHONPATH"]])
    environment = {**os.environ, "PYTHONPATH": searched, "OMP_NUM_THREADS": "1"}
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        allow_errors=not solved,
        resources={"metadata": {"path": str(renamed.parent)}},
    )
    client.execute(env=environment)
    assert "the kit is not on this machine" in notebook.cells[0].outputs[0].text
    return {cell.metadata.checks: _text(cell) for cell in notebook.cells if "checks" in cell.metadata}


def _text(cell: nbformat.NotebookNode) -> str:
    return "\n".join(
        output.get("text", "") + output.get("data", {}).get("text/plain", "") + output.get("evalue", "")
        for output in cell.outputs
    )


@pytest.mark.parametrize("name", ["tiny", "attention"])
def test_a_solved_notebook_passes_its_checks(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    assignment = request.getfixturevalue(name)
    built = request.getfixturevalue("built" if name == "tiny" else "built_attention")
    checks = checks_of(built, assignment, tmp_path, solved=True)
    assert list(checks) == [exercise.name for exercise in assignment.exercises]
    for exercise, text in checks.items():
        assert f"{exercise} results: All test cases passed!" in text, text


@pytest.mark.parametrize("name", ["tiny", "attention"])
def test_an_untouched_notebook_runs_and_passes_none(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    assignment = request.getfixturevalue(name)
    built = request.getfixturevalue("built" if name == "tiny" else "built_attention")
    checks = checks_of(built, assignment, tmp_path, solved=False)
    for exercise in assignment.exercises:
        public = [case for case in load_test_file(exercise.tests).cases if not case.hidden]
        text = checks[exercise.name]
        assert f"{len(public)} of {len(public)} checks here failed" in text and "passed!" not in text, text
        assert "is not written yet" in text or "is still `...`" in text, text
