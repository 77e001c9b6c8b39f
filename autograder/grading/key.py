"""The key of a result: a digest of everything that could change it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Iterable
from pathlib import Path

import autograder
from autograder.authoring.assignment import Assignment
from autograder.intake import Submission

_LIBRARIES = (
    "torch", "numpy", "scipy", "scikit-learn", "transformers", "tokenizers", "safetensors", "bm25s", "ir-measures", "msgpack", "matplotlib", "matplotlib-inline",
    "ipython",
    "pillow",
    "faster-whisper",
)  # fmt: skip
"""Whatever a notebook, a test or an oracle may ask for what is right."""
_ROOMS = (
    "wire",
    "runner",
    "isolation",
    "intake",
    "judge",
    "authoring",
    "grading",
    "locale",
    "results.py",
    "messages.py",
    "translation.py",
    "worlds",
)
_NOT_READ = {".pot"}  # what translators start from


def environment(assignment: Assignment) -> dict[str, str]:
    """What decides on results apart from settings and submissions; the same on two machines that would agree.

    Returns:
        Versions of Python and of libraries, and digests of the kit's code, the tests, the master with its settings,
        the given and the hidden files, each under a name that a person understands.
    """
    package = Path(autograder.__file__).parent
    return {
        "Python": platform.python_version(),
        **{library: _version(library) for library in _LIBRARIES},
        "the kit's code": _digest([package / room for room in _ROOMS]),
        "the tests": _digest([assignment.tests_folder]),
        "the master": _digest([assignment.folder]),
        "the given files": _digest(assignment.files),
        "the hidden files": _digest(assignment.hidden_files),
    }


def environment_key(environment: dict[str, str], isolation: str, follow_through: bool, language: str | None) -> str:
    """What all results of one batch have in common: the environment and the settings.

    Args:
        environment: as :func:`environment` returns it.
        isolation: the level that holds: a time-out or an error may hang on it.
        follow_through: whether right functions are lent.
        language: of what Gradescope shows, which stands translated in each result file; None for English. It changes no mark.

    Returns:
        A digest in hexadecimal.
    """
    settings = {"isolation": isolation, "follow-through": str(follow_through), "language": str(language)}
    return _digest_of(f"{name}={value}" for name, value in (environment | settings).items())


def result_key(environment_key: str, submission: Submission) -> str:
    """The key of one result."""
    return _digest_of((environment_key, submission.digest, submission.student, *submission.notes))


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _digest(roots: Iterable[Path]) -> str:
    """Of names and contents below some folders; where these lie on this machine does not matter."""
    lines = []
    for root in roots:
        for path in [root] if root.is_file() else root.rglob("*"):
            if path.is_file() and path.suffix not in _NOT_READ and "__pycache__" not in path.parts:
                name = path.relative_to(root.parent).as_posix()
                lines.append(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return _digest_of(sorted(lines))


def _digest_of(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line}\0".encode())
    return digest.hexdigest()
