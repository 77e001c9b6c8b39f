"""Homes of notebooks besides JupyterLab, as far as they can be tried without them: what docs/for_students.md says of each."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
import yaml
from nbclient import NotebookClient
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.authoring.catalogue import assignment_names, find_assignment
from autograder.authoring.solution_marks import solution_source

ROOT = Path(__file__).resolve().parents[2]
NAME = "02_positional_encoding"
POST_BUILD = (ROOT / "postBuild").read_text(encoding="utf-8")


def worked(*, right: bool) -> nbformat.NotebookNode:
    """The student's notebook of an assignment up to its first check, with the first exercise done."""
    notebook = nbformat.read(ROOT / "assignments" / NAME / f"{NAME}.ipynb", as_version=4)
    exercise = find_assignment(NAME, ROOT).exercises[0]
    solution = next(c.source for c in find_assignment(NAME, ROOT).master.cells if c.exercise == exercise.name)
    end = next(n for n, cell in enumerate(notebook.cells) if cell.metadata.get("checks") == exercise.name)
    notebook.cells = notebook.cells[: end + 1]
    answer = next(cell for cell in notebook.cells if cell.metadata.get("exercise") == exercise.name)
    answer.source = (
        solution_source(solution) if right else f"def {exercise.provides[0]}(*args, **kwargs):\n    return None"
    )
    return notebook


def said(notebook: nbformat.NotebookNode, folder: Path) -> str:
    """What the last cell shows after a headless run in ``folder``; the notebook itself is nowhere on the disk."""
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    (output,) = notebook.cells[-1].outputs
    return str(output["data"]["text/plain"])


@pytest.mark.slow
@pytest.mark.usefixtures("without_grammar")
def test_a_saved_notebook_is_run_without_any_front_end(tmp_path: Path) -> None:
    """As VS Code, papermill and a scheduler do: a kernel in the notebook's folder, and nobody at the keyboard."""
    folder = tmp_path / NAME
    shutil.copytree(ROOT / "assignments" / NAME, folder)
    (folder / f"{NAME}.ipynb").rename(folder / "mine (2).ipynb")
    assert "All test cases passed!" in said(worked(right=True), folder)
    assert "checks here failed" in said(worked(right=False), folder)


@pytest.mark.slow
@pytest.mark.usefixtures("without_grammar")
def test_colab_where_the_notebook_is_no_file(tmp_path: Path) -> None:
    """The notebook lives in a drive; the kernel has an empty folder, into which the student put the assignment's zip."""
    shutil.copy(ROOT / "assignments" / f"{NAME}.zip", tmp_path)
    notebook = worked(right=True)
    lines = re.search(
        r"```python\n(import zipfile.*?)```", (ROOT / "docs" / "for_students.md").read_text("utf-8"), re.S
    )
    assert lines
    cell = lines[1].replace("03_attention", NAME).split("%pip")[0].strip()  # what it installs is there already
    notebook.cells.insert(0, nbformat.v4.new_code_cell(cell))
    assert "All test cases passed!" in said(notebook, tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("without_grammar")
def test_without_its_folder_the_first_cell_says_what_is_missing(tmp_path: Path) -> None:
    notebook = worked(right=True)
    with pytest.raises(Exception, match="No module named 'checks'"):
        said(notebook, tmp_path)


@pytest.mark.parametrize("assignment", assignment_names(ROOT))
def test_binders_environment_has_what_each_notebook_asks_for(assignment: str) -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    waiting = [Requirement(line).name for line in pip if not line.startswith("--")]
    waiting += [
        word for line in POST_BUILD.splitlines() if "pip install" in line for word in line.split()[2:] if word[0] != "-"
    ]
    there: set[str] = set()
    while waiting:
        name = canonicalize_name(re.split(r"[^A-Za-z0-9._-]", waiting.pop().strip("'"))[0])
        if name not in there:
            there.add(name)
            waiting += [one.name for one in needed(name) if one.marker is None or one.marker.evaluate({"extra": ""})]
    for line in (ROOT / "assignments" / assignment / "requirements.txt").read_text().splitlines():
        if line.strip() and not line.startswith(("-", "#")):
            assert canonicalize_name(Requirement(line).name) in there, (
                f"{line}: neither in environment.yml nor in postBuild"
            )


def needed(name: str) -> list[Requirement]:
    try:
        return [Requirement(line) for line in importlib.metadata.requires(name) or ()]
    except importlib.metadata.PackageNotFoundError:
        return []


def test_binder_can_run_post_build() -> None:
    assert os.access(ROOT / "postBuild", os.X_OK) and (ROOT / "postBuild").read_text().startswith("#!")


def test_what_the_page_says_was_tried_is_tried_here() -> None:
    page = (ROOT / "docs" / "for_students.md").read_text(encoding="utf-8")
    table = page.split("## Other homes of notebooks")[1].split("\n## ")[0]
    assert {"VS Code", "Colab", "Binder", "JupyterHub", "Notebook 7", "JupyterLab"} <= set(
        re.findall(r"^\| ([\w ]+?) \|", table, re.M)
    )
    assert json.dumps(table).count("not tried") >= 2
