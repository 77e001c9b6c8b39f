"""A master in JupyterLab, as an instructor edits it."""

from __future__ import annotations

import shutil

import pytest
from lab import Lab

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.master import read_master


@pytest.fixture
def master(lab: Lab) -> Lab:
    """The master of assignment 3, open as a notebook."""
    assignment = find_assignment("03_attention")
    for file in (assignment.master.path, assignment.folder / "assignment.toml", *assignment.files):
        shutil.copy(file, lab.folder)
    lab.open("notebook.py")
    return lab


def ids(lab: Lab) -> list[str]:
    return [cell.id for cell in read_master(lab.folder / "notebook.py").cells]


def test_saved_without_a_change_it_has_no_diff(master: Lab) -> None:
    path = master.folder / "notebook.py"
    before = path.read_bytes()
    master.select(0)
    master.save()
    assert path.read_bytes() == before


def test_cells_that_are_added_split_and_moved(master: Lab) -> None:
    before = ids(master)
    assert before[:2] == ["title", "imports"]
    master.select(1)
    master.press("b")  # a code cell below
    master.write("def twice(x):\n    return 2 * x")
    master.save()
    assert ids(master) == ["title", "imports", "twice", *before[2:]]

    master.press("m")  # it becomes text; JupyterLab has not heard of its id
    master.replace("## A word before we begin\n\nHere it is.")
    master.press("Control+Shift+ArrowUp")
    master.save()
    assert [before[0], before[1]] == [one for one in ids(master)[:3] if one in before]
    assert len(ids(master)) == len(before) + 1
    moved = ids(master)
    assert moved[0] == "title" and moved[2:] == before[1:]

    master.select(2)  # the imports
    master.press("Enter", "Control+Home", "ArrowDown", "Control+Shift+Minus")
    master.save()
    after = ids(master)
    assert len(after) == len(moved) + 1 and after[2] == "imports" and after[4:] == before[2:]
