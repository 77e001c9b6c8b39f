"""The given files of an assignment laid out in one folder, as a submission finds them beside its notebook."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.authoring.assignment import Assignment


@contextlib.contextmanager
def given_files(assignment: Assignment) -> Iterator[Path]:
    """A temporary folder with the given files, readable by the sandbox's users."""
    with tempfile.TemporaryDirectory(prefix="given-files-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for file in assignment.files:
            target = folder / file.name
            if file.is_dir():
                shutil.copytree(file, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(file, target)
        for entry in folder.rglob("*"):
            entry.chmod(0o755 if entry.is_dir() else 0o644)
        yield folder
