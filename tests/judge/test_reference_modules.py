"""Modules of given files: each folder's own, also where an earlier folder of the same files is gone."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.judge.reference import forget_what_is_gone, importable


def test_a_module_of_a_folder_that_is_gone_is_imported_anew(tmp_path: Path) -> None:
    places = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "module_of_given_files.py").write_text("from pathlib import Path\nHERE = Path(__file__).parent\n")
        forget_what_is_gone()
        with importable(folder):
            import module_of_given_files as given

            places.append(given.HERE)
        shutil.rmtree(folder)
    assert places == [tmp_path / "first", tmp_path / "second"]
