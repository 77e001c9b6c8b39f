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
from notebook_alone import worked
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.authoring.catalogue import assignment_names

ROOT = Path(__file__).resolve().parents[2]
NAME = "02_positional_encoding"
POST_BUILD = (ROOT / "postBuild").read_text(encoding="utf-8")


def said(notebook: nbformat.NotebookNode, folder: Path) -> str:
    """What the last cell shows after a headless run in ``folder``; the notebook itself is nowhere on the disk."""
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    (output,) = notebook.cells[-1].outputs
    return str(output["data"]["text/plain"])


@pytest.mark.slow
def test_a_saved_notebook_is_run_without_any_front_end(tmp_path: Path) -> None:
    """As VS Code, papermill and a scheduler do: a kernel in the notebook's folder, and nobody at the keyboard."""
    folder = tmp_path / NAME
    shutil.copytree(ROOT / "assignments" / NAME, folder)
    (folder / f"{NAME}.ipynb").rename(folder / "mine (2).ipynb")
    assert "All test cases passed!" in said(worked(NAME, right=True), folder)
    assert "checks here failed" in said(worked(NAME, right=False), folder)


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
