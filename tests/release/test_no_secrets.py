"""No solution and no hidden test in anything that a student gets, and what happens where one would get there."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from raw_secrets import secrets_of, texts
from tiny_kit import KitCopy

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import assignment_names, find_assignment
from autograder.release.build import BuildResult
from autograder.release.leaks import Search
from autograder.release.student_folder import write_student_folder, write_student_zip

ROOT = Path(__file__).resolve().parents[2]


CHECKS = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "autograder/release/given/checks").glob("*.py")))
"""What every student is given, whatever the assignment: its lines (``except ValueError:``) are nobody's secret."""


def secrets(assignment: Assignment) -> set[str]:
    found = secrets_of(assignment.folder / "notebook.py", sorted(assignment.tests_folder.glob("*.py")))
    return {line for line in found if line not in CHECKS}


def leaks(assignment: Assignment, artefacts: list[Path]) -> list[str]:
    places: dict[str, list[str]] = {}  # by what stands there, which in the zip is what stands in the folder
    for artefact in artefacts:
        for place, text in texts(artefact):
            places.setdefault(text, []).append(place)
    found = [(line, text) for line in secrets(assignment) for text in places if line in text]
    return [f"{line!r} in {place}" for line, text in found for place in places[text]]


def test_the_search_knows_what_is_secret(tiny: Assignment) -> None:
    known = secrets(tiny)
    for line in (
        "sums = rows.sum(axis=1, keepdims=True)",
        "self.value += len(words.split())",
        "# The counter begins at three because the first three words are given away.",
        "assert is_close(normalize_rows(rows), [[0.0, 0.0], [0.25, 0.75]])",
        "A row of zeros should stay as it is.",
        "test_row_of_zeros",
    ):
        assert line in known
    assert not {"def normalize_rows(rows):", 'assert Counter().count("one two") == 5'} & known


def test_the_search_finds_what_is_planted(tiny: Assignment, tmp_path: Path) -> None:
    """In a file, a file's name, a zip in a zip, an output and the metadata of a notebook."""
    line = "sums = rows.sum(axis=1, keepdims=True)"
    notebook = {"cells": [{"outputs": [{"text": ["a\n", line]}]}], "metadata": {"x": {"y": 'q = "é"\n' + line}}}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"x\n  {line}\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "inner.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("c.py", line)
    with zipfile.ZipFile(tmp_path / "d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "inner.zip", "inner.zip")
    (tmp_path / "inner.zip").unlink()
    (tmp_path / "test_row_of_zeros").mkdir()
    found = "\n".join(leaks(tiny, [tmp_path]))
    for place in ("a.ipynb", "b.txt", "d.zip!inner.zip!c.py", "test_row_of_zeros"):
        assert place in found
    kits_own = "\n".join(map(str, Search(tiny).leaks([tmp_path])))
    for place in ("a.ipynb", "b.txt", "d.zip!inner.zip!c.py"):
        assert place in kits_own


@pytest.mark.parametrize("name", assignment_names(ROOT))
def test_the_students_folder_and_zip(name: str, tmp_path: Path) -> None:
    assignment = find_assignment(name, ROOT)
    assert len(secrets(assignment)) > 100
    folder, archive = tmp_path / name, tmp_path / f"{name}.zip"
    write_student_folder(assignment, folder, ROOT)
    write_student_zip(folder, archive)
    assert leaks(assignment, [folder, archive]) == []


@pytest.mark.slow
def test_all_that_a_build_makes_for_students(
    tiny: Assignment, built: BuildResult, attention: Assignment, built_attention: BuildResult
) -> None:
    for assignment, made in ((tiny, built), (attention, built_attention)):
        given = [made.student_folder, made.student_zip, made.nbgrader / "release"]
        assert all(path.exists() for path in given)
        assert leaks(assignment, given) == []
        # The instructor's part does hold them, or the search would be blind.
        assert leaks(assignment, [made.otter_zip]) and leaks(assignment, [made.solution])
        assert leaks(assignment, [made.nbgrader / "source"])


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_leak_stops_the_build(kit_copy: KitCopy, on_kit_copy: Callable[..., tuple[int, str, str]]) -> None:
    """In a given file; the command names the lines and where they are, and changes nothing."""
    planted = '# sums = rows.sum(axis=1, keepdims=True)\nHINT = "assert is_close(normalize_rows(rows).sum(), 1.0)"\n'
    kit_copy.edit("solutions/07_tiny/tiny_pictures.py", "def picture", f"{planted}\n\ndef picture")
    kit_copy.write("assignments/07_tiny/07_tiny.ipynb", "of the last build\n")
    before = files(kit_copy.root)
    public = kit_copy.root.parent / "public"
    code, said, errors = on_kit_copy("build", "07_tiny", "--public", public)
    assert code == 2
    error = errors.strip().split("\n")[-1]
    assert error.startswith("error: 07_tiny: students would get what they must not: ")
    for words in ("notebook.py:32 (", "normalize_rows.py:80 (", "tiny_pictures.py", "Take the line out"):
        assert words in error
    assert "Traceback" not in errors and said == ""
    assert files(kit_copy.root) == before
    assert not public.exists()
