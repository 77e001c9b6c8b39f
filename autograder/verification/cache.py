"""Results of notebooks whose marks are known, kept under a key of all that made them.

The cache of an assignment is one file, ``build/verify/NAME.json`` in the kit. Its first line is a keyed digest of the rest,
and the key is this user's own, kept outside the kit: a file that is damaged, edited, or written by somebody else (copied
here, or come with a checkout) is not believed. Where there is no place for such a key nothing is kept.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import autograder
from autograder.authoring.assignment import Assignment
from autograder.files import write_atomically
from autograder.grading.key import environment
from autograder.results import QuestionResult

from .notebooks import Known, Notebooks

FOLDER = Path("build") / "verify"
_KEY_BYTES = 32
_WITHOUT = ("commands", "reports", "release", "teams", "course", "tests")
"""Rooms of the package that have no part in a result; tests are in each key by themselves."""


class Cache:
    """The kept results of one assignment.

    Args:
        kit: the kit's folder.
        assignment: whose.
        read: whether to believe what is there; else it is only written.
    """

    def __init__(self, kit: Path, assignment: Assignment, read: bool = True) -> None:
        self._path = kit / FOLDER / f"{assignment.name}.json"
        self._secret = _secret()
        self._kept: dict[str, dict] = self._read() if read else {}
        self._used: set[str] = set()

    def get(self, key: str) -> QuestionResult | None:
        """The kept result, if there is one."""
        if key not in self._kept:
            return None
        self._used.add(key)
        return QuestionResult.from_plain(self._kept[key])

    def put(self, key: str, question: QuestionResult) -> None:
        """Keep a result."""
        self._used.add(key)
        self._kept[key] = question.to_plain()

    def write(self, only_used: bool) -> None:
        """Write everything, or only what has been asked for or put in. Where that cannot be, nothing is kept."""
        if self._secret is None:
            return
        kept = {key: value for key, value in sorted(self._kept.items()) if not only_used or key in self._used}
        text = json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, self._sign(text).encode() + b"\n" + text)

    def _read(self) -> dict[str, dict]:
        if self._secret is None:
            return {}
        try:
            signature, _, text = self._path.read_bytes().partition(b"\n")
        except OSError:
            return {}
        return json.loads(text) if hmac.compare_digest(signature, self._sign(text).encode()) else {}

    def _sign(self, text: bytes) -> str:
        assert self._secret is not None
        return hashlib.blake2b(text, key=self._secret, person=b"verify").hexdigest()


def _secret() -> bytes | None:
    """This user's key, made where there is none; None where it cannot be kept to this user."""
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        path = (Path(base) if base else Path.home() / ".cache") / "from-tokens-to-rag" / "verify.key"
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            made = path.with_name(f".{path.name}.{os.getpid()}")
            made.touch(0o600)
            made.write_bytes(secrets.token_bytes(_KEY_BYTES))
            try:
                os.link(made, path)  # whole, or not at all
            finally:
                made.unlink()
        told = path.stat()
        if told.st_uid != os.geteuid() or stat.S_IMODE(told.st_mode) & 0o077:
            return None
        content = path.read_bytes()
    except (OSError, RuntimeError):
        return None
    return content if len(content) == _KEY_BYTES else None


class Keys:
    """The keys of results.

    Args:
        notebooks: what is graded.
        level: the label of the isolation.
    """

    def __init__(self, notebooks: Notebooks, level: str) -> None:
        self.notebooks = notebooks
        assignment = notebooks.assignment
        apart = ("the tests", "the master")  # only parts of these make a result
        made_with = {name: value for name, value in environment(assignment).items() if name not in apart}
        settings = (repr(assignment.limits), repr(assignment.preimport), repr(assignment.slow_exercises))
        self._common = _digest((repr(sorted(made_with.items())), _code(), level, *settings))
        self._tests = {exercise.name: exercise.tests.read_text(encoding="utf-8") for exercise in assignment.exercises}
        self._points = {exercise.name: exercise.points for exercise in assignment.exercises}

    def key(self, one: Known, exercise: str, naming: Mapping[str, Sequence[str]]) -> str:
        """The key of one notebook's result in one exercise.

        Args:
            one: the notebook.
            exercise: which.
            naming: of each exercise what a misconception is named from: the texts of its wrong variants.
        """
        exercises = self.notebooks.with_lenders(one, [exercise])
        parts = [self._common, one.id, exercise]
        for name in exercises:
            parts += [name, repr(self._points[name]), self._tests[name]]
        parts += ["cells", *self.notebooks.sources(one, exercises)]
        if one.kind == "wrong":
            parts += ["names", *naming.get(exercise, ()), *self.notebooks.reference_sources(exercise)]
        return _digest(parts)


@functools.cache
def _code() -> str:
    """A digest of the package's code."""
    package = Path(autograder.__file__).parent
    paths = sorted(path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in _WITHOUT)
    return _digest(part for path in paths for part in (path.relative_to(package).as_posix(), path.read_text("utf-8")))


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()
