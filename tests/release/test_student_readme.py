"""The README in a student's folder: a line for each thing that lies there, and nothing that is not so."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "assignments").glob("*/README.md"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_thing_has_one_line(folder: Path) -> None:
    readme = (folder / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^- `([^`]+)`: (.+)$", readme, re.M)
    there = {path.name + "/" * path.is_dir() for path in folder.iterdir() if not path.name.startswith(("README", "."))}
    assert sorted(name for name, _ in lines) == sorted(there - {"__pycache__/"})
    assert [name for name, said in lines if name.startswith("LICENSE") != ("licence" in said)] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_zip_is_made_by_the_cell_below_hand_in(folder: Path) -> None:
    """The cell behind it sends, so "the last cell" is another one."""
    cells = nbformat.read(folder / f"{folder.name}.ipynb", as_version=4).cells
    [text] = [n for n, cell in enumerate(cells) if cell.source.startswith("## Hand in")]
    assert "The cell\n   below makes the zip" in cells[text].source and "grader.export(" in cells[text + 1].source
    said = [(folder / "README.md").read_text(encoding="utf-8")]
    said += [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert [text for text in said if re.search(r"last\s+cell\s+(of the notebook\s+)?(makes|packs)", text, re.I)] == []
