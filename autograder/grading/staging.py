"""The given files of an assignment laid out in one folder, as a submission finds them beside its notebook."""

from __future__ import annotations

import compileall
import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.errors import KitError
from autograder.isolation.scratch import scratch


@contextlib.contextmanager
def given_files(assignment: Assignment) -> Iterator[Path]:
    """A temporary folder with the given files, readable by the sandbox's users.

    Raises:
        KitError: if there is no room for them.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="given-files-", dir=scratch()))
        _lay_out(assignment, folder)
    except OSError as error:
        raise KitError(
            "The assignment's files could not be put into {folder} ({reason}).",
            "Make room there, or name another folder in TMPDIR.",
            folder=tempfile.gettempdir(),
            reason=error.strerror or error,
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lay_out(assignment: Assignment, folder: Path) -> None:
    folder.chmod(0o755)
    for file in assignment.files:
        target = folder / file.name
        if file.is_dir():
            shutil.copytree(file, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(file, target)
    compileall.compile_dir(folder, quiet=2)  # else every submission would compile what it imports
    for entry in folder.rglob("*"):
        entry.chmod(0o755 if entry.is_dir() else 0o644)
