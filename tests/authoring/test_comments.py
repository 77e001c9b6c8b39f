"""A comment in a master stays a comment, however it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.master import read_master


@pytest.mark.parametrize(
    "comment", ["cat sat on the mat", "rm the largest score", "ls is short", "%s marks", "!important"]
)
def test_comments_that_begin_like_magics(comment: str, tmp_path: Path) -> None:
    source = f"# {comment}\ndef f():\n    # {comment}\n    return 1"
    (tmp_path / "notebook.py").write_text(f'# %% id="a"\n{source}\n')
    (cell,) = read_master(tmp_path / "notebook.py").cells
    assert cell.source == source
