"""The key of a result: a digest of everything that could change it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import sys
from pathlib import Path

import autograder
from autograder.authoring.assignment import Assignment

_LIBRARIES = ("torch", "numpy", "transformers", "otter-grader", "ipython")
_ROOMS = ("wire", "runner", "judge", "authoring")


def environment_key(assignment: Assignment, isolation: str, follow_through: bool, language: str | None) -> str:
    """What results of one batch have in common: tests, solution, settings, the kit's own code, libraries."""
    digest = hashlib.sha256()
    for line in (assignment.name, isolation, str(follow_through), str(language), sys.version):
        digest.update(f"{line}\0".encode())
    for library in _LIBRARIES:
        digest.update(f"{library}={importlib.metadata.version(library)}\0".encode())
    package = Path(autograder.__file__).parent
    files = [path for room in _ROOMS for path in (package / room).rglob("*.py")]
    files += [path for folder in (assignment.folder, assignment.tests_folder) for path in folder.rglob("*")]
    files += [path for given in assignment.files for path in ([given] if given.is_file() else given.rglob("*"))]
    for path in sorted(set(files)):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def result_key(environment: str, submission_digest: str) -> str:
    """The key of one result."""
    return hashlib.sha256(f"{environment}\0{submission_digest}".encode()).hexdigest()
