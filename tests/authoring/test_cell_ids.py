"""Ids of cells that an editor added, split or moved; and a master saved through jupytext's own contents manager."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager
from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class
from tiny_kit import MASTER, KitCopy

from autograder.authoring.catalogue import assignment_names, assignments_to_work_on, find_assignment, kit_root
from autograder.authoring.cell_ids import give_ids, with_ids
from autograder.authoring.master import read_master
from autograder.authoring.save_hook import give_ids_on_save

HEAD = "# ---\n# jupyter:\n#   jupytext:\n#     formats: py:percent\n# ---\n\n"
LAB = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def headers(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("# %%")]


@pytest.mark.parametrize(
    ("cell", "header"),
    [
        ("# %%\nimport math\nwidth = 3", '# %% id="width"'),
        ("# %%\ndef softmax_2(x):\n    return x", '# %% id="softmax-2"'),
        ("# %%\nprint(", '# %% id="code"'),
        ("# %%\n", '# %% id="code"'),
        ("# %% [markdown]\n# ## Why *divide* by $d_k$?\n# Because.", '# %% [markdown] id="why-divide-by-d-k"'),
        ("# %% [markdown]\n# מדוע", '# %% [markdown] id="text"'),
        ('# %% exercise="scale"\nscale = 1  # SOLUTION', '# %% exercise="scale" id="scale"'),
        ('# %% [markdown] tags=["exercise"]\n# Café', '# %% [markdown] tags=["exercise"] id="cafe"'),
    ],
)
def test_a_new_cell_is_named_after_what_stands_in_it(cell: str, header: str) -> None:
    assert headers(with_ids(HEAD + cell + "\n")) == [header]


def test_names_differ_and_stay() -> None:
    text = HEAD + '# %% id="width"\nwidth = 1\n\n# %%\nwidth = 2\n\n# %%\nwidth = 3\n'
    once = with_ids(text)
    assert headers(once) == ['# %% id="width"', '# %% id="width-2"', '# %% id="width-3"']
    assert with_ids(once) == once


def test_of_two_halves_the_one_with_the_solution_keeps_the_name() -> None:
    """As JupyterLab splits an answer cell: both halves have its metadata."""
    text = HEAD + (
        '# %% id="scale" exercise="scale"\nimport math\n\n# %% id="scale" exercise="scale"\nscale = 1  # SOLUTION\n'
    )
    assert headers(with_ids(text)) == ['# %% id="code"', '# %% id="scale" exercise="scale"']


def test_two_solutions_of_one_exercise_are_left_for_the_author_to_see(kit_copy: KitCopy) -> None:
    text = (kit_copy.root / MASTER).read_text(encoding="utf-8")
    assert headers(with_ids(text + '\n\n# %% id="again" exercise="Counter"\na = 1  # SOLUTION\n'))[-1].endswith(
        'exercise="Counter"'
    )


def test_an_editor_that_does_not_know_the_ids_keeps_them_all_the_same() -> None:
    """A session of JupyterLab saves twice; it still has no id for the cell that got one at the first save."""
    named = HEAD + '# %% id="a"\na = 1\n\n# %% id="b"\nb = 1\n\n# %% id="c"\nc = 1\n'
    moved = HEAD + '# %% id="a"\na = 1\n\n# %% id="c"\nc = 1\n\n# %%\nb = 1\n'
    changed = HEAD + '# %% id="a"\na = 1\n\n# %%\nentirely = 2\n\n# %% id="c"\nc = 1\n'
    assert headers(with_ids(moved, named)) == ['# %% id="a"', '# %% id="c"', '# %% id="b"']
    assert headers(with_ids(changed, named)) == ['# %% id="a"', '# %% id="b"', '# %% id="c"']


@pytest.mark.parametrize("text", ["", "x = 1\n", "import os\n\n# %%\nx = 1\n"])
def test_what_cannot_be_read_is_left_alone(text: str) -> None:
    assert with_ids(text) == text


def test_a_build_gives_ids(kit_copy: KitCopy) -> None:
    path = kit_copy.root / MASTER
    path.write_text(path.read_text(encoding="utf-8") + "\n# %%\nanswer = 42\n", encoding="utf-8")
    [assignment] = assignments_to_work_on(["07_tiny/"], kit_copy.root)
    assert assignment.master.cells[-1].id == "answer" == read_master(path).cells[-1].id
    assert not give_ids(path)
    assert not give_ids(path.parent / "nowhere.py")


class Saving:
    """A folder behind jupytext's contents manager, the class that JupyterLab's server uses, with the kit's hook."""

    def __init__(self, folder: Path) -> None:
        manager = build_sync_jupytext_contents_manager_class(FileContentsManager)
        self.manager = manager(root_dir=str(folder))
        self.manager.register_pre_save_hook(give_ids_on_save)

    def open(self, name: str) -> Any:
        """The notebook as JupyterLab shows it: with the kernel's own words in its metadata."""
        content = self.manager.get(name, type="notebook", content=True)["content"]
        content.metadata["kernelspec"] = LAB
        content.metadata["language_info"] = {"name": "python", "version": "3.11.2", "file_extension": ".py"}
        content.metadata["widgets"] = {}
        for cell in content.cells:
            cell.metadata.update({"editable": True, "slideshow": {"slide_type": ""}, "trusted": True})
        return content

    def save(self, name: str, content: Any) -> None:
        self.manager.save({"type": "notebook", "format": "json", "content": content}, name)


@pytest.mark.parametrize("name", assignment_names(kit_root()))
def test_saved_without_a_change_a_master_has_no_diff(name: str, tmp_path: Path) -> None:
    folder = find_assignment(name).folder
    for file in ("notebook.py", "assignment.toml"):
        shutil.copy(folder / file, tmp_path / file)
    saving = Saving(tmp_path)
    saving.save("notebook.py", saving.open("notebook.py"))
    assert (tmp_path / "notebook.py").read_text(encoding="utf-8") == (folder / "notebook.py").read_text(
        encoding="utf-8"
    )


def test_added_moved_and_split_cells(tmp_path: Path) -> None:
    folder = find_assignment("03_attention").folder
    for file in ("notebook.py", "assignment.toml"):
        shutil.copy(folder / file, tmp_path / file)
    before = [cell.id for cell in read_master(tmp_path / "notebook.py").cells]
    saving = Saving(tmp_path)
    content = saving.open("notebook.py")
    content.cells.insert(2, nbformat.v4.new_markdown_cell("## What comes next"))
    content.cells.append(content.cells.pop(5))
    half = nbformat.from_dict(content.cells[0])
    content.cells[0].source, half.source = "# Assignment 3", "The other half"
    content.cells.insert(1, half)
    for _ in range(2):  # the session that saves has not read the file again
        saving.save("notebook.py", content)
        after = [cell.id for cell in read_master(tmp_path / "notebook.py").cells]
        assert after[:4] == [before[0], "the-other-half", before[1], "what-comes-next"]
        assert after[4:] == [*before[2:4], *before[5:], before[4]]
        content.cells[3].source = "## Something else"


def test_another_notebook_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "notebook.py").write_text("# %%\na = 1\n", encoding="utf-8")
    saving = Saving(tmp_path)
    saving.save("notebook.py", saving.open("notebook.py"))
    assert "id=" not in (tmp_path / "notebook.py").read_text(encoding="utf-8")
