"""The files of a release, the same each time: texts, notebooks, copies of given files, and a folder as a zip."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.files import write_zip

if TYPE_CHECKING:
    from nbformat import NotebookNode

CHECKS = Path(__file__).parent / "given" / "checks"
"""The package that runs the public checks in a student's notebook; it lies beside each."""
_SKIPPED = ("__pycache__", ".ipynb_checkpoints", ".DS_Store", ".OTTER_LOG")


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with Unix line ends, whatever the platform."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def write_notebook(path: Path, notebook: NotebookNode) -> None:
    """Validate a notebook and write it with sorted keys."""
    import nbformat

    nbformat.validate(notebook)
    write_text(path, nbformat.writes(notebook).rstrip("\n") + "\n")


def copy_given(files: tuple[Path, ...], folder: Path) -> None:
    """Put an assignment's given files and folders into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in files:
        if path.is_dir():
            shutil.copytree(path, folder / path.name, ignore=shutil.ignore_patterns(*_SKIPPED))
        else:
            shutil.copyfile(path, folder / path.name)


def walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder, sorted by its path; caches and checkpoints are left out."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.is_file() and not any(part in _SKIPPED for part in path.relative_to(folder).parts):
            yield path


def zip_folder(folder: Path, path: Path) -> None:
    """Zip a folder under its own name, so that unpacking makes one folder."""
    write_zip(
        path, {f"{folder.name}/{file.relative_to(folder).as_posix()}": file.read_bytes() for file in walk(folder)}
    )
