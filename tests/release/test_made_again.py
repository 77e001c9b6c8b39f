"""A build makes again what an edit can have changed, and takes over the rest: by how often something is run, not by time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbclient import NotebookClient
from tiny_kit import CONFIG, MASTER, ROWS_TESTS, KitCopy

from autograder.authoring.catalogue import ROOT_VARIABLE, find_assignment
from autograder.release import build as module
from autograder.release import parts
from autograder.release.build import BuildResult, build_assignment, write_traceability
from autograder.release.solution_notebook import solution_notebook

WRONG = "solutions/07_tiny/wrong/columns.py"
HEAVY = {"torch", "numpy", "nbformat", "nbclient", "nbgrader", "otter", "jupytext", "IPython", "sqlalchemy"}


@pytest.fixture
def again(kit_copy: KitCopy, built: BuildResult) -> KitCopy:
    """A kit that has been built: the copy's assignment is that of ``built``."""
    output = built.student_folder.parents[1]
    for name in ("assignments", "build"):
        shutil.copytree(output / name, kit_copy.root / name)
    return kit_copy


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What takes long, as often as it is run; it is not run here."""
    seen: list[str] = []

    def nbgrader(assignment, folder: Path) -> None:
        seen.append("nbgrader")
        (folder / "release").mkdir(parents=True)

    monkeypatch.setattr(NotebookClient, "execute", lambda self, **options: seen.append("solution"))
    monkeypatch.setattr(parts, "write_nbgrader_tree", nbgrader)
    return seen


def build(kit: KitCopy) -> BuildResult:
    return build_assignment(find_assignment("07_tiny", kit.root), kit.root)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (WRONG, "Divides", "Divides", []),
        (WRONG, "axis=0", "axis = 0", []),
        (MASTER, "# # ", "# # Another ", ["nbgrader"]),
        (ROWS_TESTS, "points = ", "points =  ", ["nbgrader"]),
        (MASTER, "import warnings\n", "import warnings  # of a row\n", ["nbgrader", "solution"]),
        ("solutions/07_tiny/tiny_pictures.py", '"""', '"""So: ', ["nbgrader", "solution"]),
        (CONFIG, "title", "title ", ["nbgrader"]),
    ],
    ids=["nothing", "variant", "text", "test", "code", "given-file", "settings"],
)
def test_what_is_run_after_an_edit(
    again: KitCopy, run: list[str], file: str, old: str, new: str, expected: list[str]
) -> None:
    path = again.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = build(again)
    assert run == expected and result.unchanged is (old == new)
    run.clear()
    assert build(again).unchanged and run == []


def test_outputs_that_are_taken_over_are_those_of_running_the_notebook(
    again: KitCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    master = again.root / MASTER
    master.write_text(master.read_text(encoding="utf-8").replace("# # ", "# # Another ", 1), encoding="utf-8")
    fresh = solution_notebook(find_assignment("07_tiny", again.root))
    with monkeypatch.context() as patch:
        patch.setattr(NotebookClient, "execute", lambda self, **options: pytest.fail("it is executed again"))
        patch.setattr(parts, "write_nbgrader_tree", lambda assignment, folder: (folder / "release").mkdir(parents=True))
        result = build(again)
    parts.write_notebook(again.root / "fresh.ipynb", fresh)
    assert result.solution.read_bytes() == (again.root / "fresh.ipynb").read_bytes()
    assert "Another" in result.solution.read_text(encoding="utf-8")
    assert any(cell.get("outputs") for cell in fresh.cells)


@pytest.mark.parametrize("damage", ["solution", "record", "nbgrader"])
def test_what_was_changed_by_hand_is_not_taken_over(again: KitCopy, run: list[str], damage: str) -> None:
    folder = again.root / "build" / "07_tiny"
    changed = {
        "solution": folder / "solution" / "07_tiny.ipynb",
        "record": folder / "digest.json",
        "nbgrader": folder / "nbgrader" / "nbgrader_config.py",
    }[damage]
    text = changed.read_text(encoding="utf-8")
    changed.write_text("{}" if damage == "record" else text + "\n", encoding="utf-8")
    assert not build(again).unchanged
    assert run == {"solution": ["solution"], "record": ["nbgrader", "solution"], "nbgrader": ["nbgrader"]}[damage]


def test_a_record_of_an_older_build_is_read(again: KitCopy, run: list[str]) -> None:
    record = again.root / "build" / "07_tiny" / "digest.json"
    last = json.loads(record.read_text(encoding="utf-8"))
    del last["parts"]
    record.write_text(json.dumps(last), encoding="utf-8")
    assert build(again).unchanged and run == []


def test_where_nothing_changed_nothing_heavy_is_imported(again: KitCopy) -> None:
    program = (
        "import sys\nfrom autograder import cli\nsys.argv = ['autograder', 'build']\n"
        "try:\n    cli.main()\nfinally:\n    print('MODULES', *sys.modules)\n"
    )
    environment = {**os.environ, ROOT_VARIABLE: str(again.root)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    assert not HEAVY & set(done.stdout.partition("MODULES ")[2].split())


def test_the_page_on_the_lecture_is_made_again_when_it_or_what_it_tells_of_has_changed(
    kit_copy: KitCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(module, "traceability_page", lambda kit: made.append("page") or f"page {len(made)}\n")
    assert write_traceability(kit_copy.root) is None and not made
    kit_copy.write("solutions/lecture_claims.toml", "")
    page = write_traceability(kit_copy.root)
    assert page == write_traceability(kit_copy.root) and len(made) == 1
    page.write_text("by hand", encoding="utf-8")
    write_traceability(kit_copy.root)
    assert len(made) == 2 and page.read_text(encoding="utf-8") == "page 2\n"
    kit_copy.edit(WRONG, "axis=0", "axis = 0")
    write_traceability(kit_copy.root)
    assert len(made) == 3
