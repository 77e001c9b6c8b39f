"""`autograder grade` with input that cannot be graded: one line that says what to do, exit code 2, nothing half written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from classroom import ASSIGNMENT, notebook

Fails = Callable[..., str]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "results"


def test_missing_folder(fails: Fails, tmp_path: Path, out: Path) -> None:
    said = fails("grade", ASSIGNMENT, str(tmp_path / "nowhere"), "--out", str(out))
    assert "There is nothing at" in said and "nowhere" in said and not out.exists()


def test_empty_folder(fails: Fails, tmp_path: Path, out: Path) -> None:
    (tmp_path / "class").mkdir()
    said = fails("grade", ASSIGNMENT, str(tmp_path / "class"), "--out", str(out))
    assert "is empty" in said and not out.exists()


def test_file_that_is_no_notebook(fails: Fails, tmp_path: Path, out: Path) -> None:
    (tmp_path / "essay.pdf").write_bytes(b"%PDF-1.7")
    said = fails("grade", ASSIGNMENT, str(tmp_path / "essay.pdf"), "--out", str(out))
    assert "neither a folder, nor a notebook (.ipynb), nor a zip" in said and not out.exists()


def test_folder_without_a_notebook(fails: Fails, tmp_path: Path, out: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "essay.pdf").write_bytes(b"%PDF-1.7")
    said = fails("grade", ASSIGNMENT, str(tmp_path / "class"), "--out", str(out))
    assert "There is no notebook" in said and "essay.pdf" in said and not out.exists()


def test_typo_in_the_assignment(fails: Fails, tmp_path: Path, out: Path) -> None:
    said = fails("grade", "10_porbe", str(tmp_path), "--out", str(out))
    assert "There is no assignment '10_porbe'" in said and ASSIGNMENT in said and not out.exists()


def test_nobody_of_that_name(fails: Fails, tmp_path: Path, out: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "dana.ipynb").write_text(notebook({}))
    said = fails("grade", ASSIGNMENT, str(tmp_path / "class"), "--out", str(out), "--only", "dona")
    assert "Nobody in this class is called 'dona'" in said and "dana" in said
    assert not list(out.glob("*.json")) and not (out / "grades.csv").exists()


def test_results_among_the_submissions(fails: Fails, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "dana.ipynb").write_text(notebook({}))
    for inside in (tmp_path / "class", tmp_path / "class" / "results"):
        said = fails("grade", ASSIGNMENT, str(tmp_path / "class"), "--out", str(inside))
        assert "lies among the submissions" in said
    assert [path.name for path in (tmp_path / "class").iterdir()] == ["dana.ipynb"]


def test_file_in_the_place_of_the_results(fails: Fails, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "dana.ipynb").write_text(notebook({}))
    (tmp_path / "above").write_text("notes")
    said = fails("grade", ASSIGNMENT, str(tmp_path / "class"), "--out", str(tmp_path / "above" / "results"))
    assert "cannot be written to" in said and (tmp_path / "above").read_text() == "notes"


def test_no_room_for_temporary_files(fails: Fails, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("autograder.grading.staging.scratch", full)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "dana.ipynb").write_text(notebook({}))
    said = fails("grade", ASSIGNMENT, str(tmp_path / "class"), "--out", str(out))
    assert "No space left on device" in said and "TMPDIR" in said and not list(out.glob("*.json"))
