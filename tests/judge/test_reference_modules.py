"""Modules of given files: each folder's own, also where an earlier folder of the same files is gone."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

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


def test_a_module_whose_folder_goes_meanwhile_is_imported_anew(tmp_path: Path) -> None:
    places = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        with importable(folder):
            (folder / "module_written_later.py").write_text("from pathlib import Path\nHERE = Path(__file__).parent\n")
            with importable(folder):
                import module_written_later as given
            places.append(given.HERE)
            (folder / "module_written_later.py").unlink()
    assert places == [tmp_path / "first", tmp_path / "second"]


class Watched(ModuleType):
    """A module that nobody may look at: what is asked before each case must not go through all that is loaded."""

    def __getattribute__(self, name: str) -> object:
        raise AssertionError(f"{name} was asked of a module that no given file is of")


def test_modules_of_other_folders_are_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "no_given_module", Watched("no_given_module"))
    (tmp_path / "given.py").write_text("")
    with importable(tmp_path):
        pass
    with importable(tmp_path):
        pass
