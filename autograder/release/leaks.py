"""The last look before anything reaches students: is there a line of a solution or of a hidden test in it?

Every student artefact is read, through zips and notebooks (sources, outputs, metadata). A line that students get
anyway, in the stripped master or in a public test, is no leak.
"""

from __future__ import annotations

import io
import json
import re
import tokenize
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.authoring.assignment import Assignment
from autograder.authoring.master import SOLUTION_ONLY
from autograder.authoring.solution_marks import solution_lines, strip_solution
from autograder.authoring.test_files import load_test_file, public_source
from autograder.errors import KitError
from autograder.messages import Message
from autograder.places import at
from autograder.release.files import walk
from autograder.release.student_notebook import check_source

_SPACE = re.compile(r"\s+")
_TRIVIAL = re.compile(
    r"(import|from) .*"
    r"|(for \w+(, \w+)* in range\(\w+\)|else|try|finally|while True|if \w+ is (not )?None):"
    r"|(return|raise|pass|continue|break)( \w+)?"
    r"|[\w.]+\(\)"  # a call without arguments: model.eval(), logging.set_verbosity_error()
    r"|\W*"
)
_LEAST_CHARACTERS, _LEAST_TOKENS = 14, 5
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Secret:
    """A line that students must not get, and where it comes from."""

    text: str
    path: Path
    line: int


@dataclass(frozen=True)
class Leak:
    """A secret line that was found, and where: a path, with the names inside zips and notebooks behind ``!``."""

    secret: Secret
    place: str

    def __str__(self) -> str:
        return f"{at(self.secret.path, self.secret.line)} ({self.secret.text!r}) is in {self.place}"


class Search:
    """The search for leaks in one assignment's artefacts. What it has read once, as what is in the folder and in its zip, it knows.

    Args:
        assignment: whose secrets are looked for.
    """

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self._secrets = secret_lines(assignment)
        self._known: dict[str, list[Secret]] = {}

    def leaks(self, artefacts: list[Path]) -> list[Leak]:
        """Every secret line in these files and folders."""
        found: list[Leak] = []
        for artefact in artefacts:
            for place, text in _texts_of(artefact):
                if text not in self._known:
                    flat = _flatten(text)
                    self._known[text] = [secret for secret in self._secrets if secret.text in flat]
                found += [Leak(secret, place) for secret in self._known[text]]
        return found

    def check(self, artefacts: list[Path]) -> None:
        """Raise on the first leaks, of lines or of whole hidden files.

        Raises:
            KitError: if there is one; it names the line and where it was found.
        """
        assignment = self.assignment
        for artefact in artefacts:
            for place, name, content in _files_of(artefact):
                for hidden in assignment.hidden_files:
                    if name == hidden.name or content == hidden.read_bytes():
                        raise KitError(
                            "{assignment}: students would get the hidden file {file}: it is {place}.",
                            "Take it out of 'files' in assignment.toml, or out of the given folder.",
                            assignment=assignment.name,
                            file=hidden.name,
                            place=place,
                        )
        # A line that got into the folder is in the zip too; the first place is enough to find it.
        first = {leak.secret: leak for leak in reversed(self.leaks(artefacts))}
        leaks = sorted(first.values(), key=lambda leak: (str(leak.secret.path), leak.secret.line))
        if leaks:
            more = Message(", and {count} more lines", count=len(leaks) - 3) if len(leaks) > 3 else ""
            raise KitError(
                "{assignment}: students would get what they must not: {leaks}{more}.",
                "Take the line out of what is given, or write it differently there.",
                assignment=assignment.name,
                leaks="; ".join(map(str, leaks[:3])),
                more=more,
            )


def secret_lines(assignment: Assignment) -> list[Secret]:
    """Each telling line of the solutions and of the hidden tests that is not public anyway; longest first."""
    public = _flatten("\n".join(_public_texts(assignment)))
    found: dict[str, Secret] = {}
    for text, path, line in _candidates(assignment):
        flat = _flatten(text)
        if flat not in found and is_telling(flat) and flat not in public:
            found[flat] = Secret(flat, path, line)
    return sorted(found.values(), key=lambda secret: (-len(secret.text), secret.text))


def is_telling(line: str) -> bool:
    """Whether a line says enough to count: ``return x``, ``else:`` and imports stand in any program."""
    if len(line.replace(" ", "")) < _LEAST_CHARACTERS or _TRIVIAL.fullmatch(line):
        return False
    if line.startswith(("#", '"')) or not line.isascii():
        return True
    try:
        tokens = [token for token in tokenize.generate_tokens(io.StringIO(line).readline) if token.string.strip()]
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return True
    return len(tokens) >= _LEAST_TOKENS


def _candidates(assignment: Assignment) -> Iterator[tuple[str, Path, int]]:
    master = assignment.master
    for cell in master.cells:
        if SOLUTION_ONLY in cell.tags:
            for number, line in enumerate(cell.source.split("\n"), start=1):
                yield line, master.path, cell.line + number
        elif cell.exercise:
            for number, line in solution_lines(cell.source):
                yield line, master.path, cell.line + number
    for exercise in assignment.exercises:
        for number, line in enumerate(exercise.tests.read_text(encoding="utf-8").split("\n"), start=1):
            yield line, exercise.tests, number


def _public_texts(assignment: Assignment) -> Iterator[str]:
    for cell in assignment.master.cells:
        if SOLUTION_ONLY not in cell.tags:
            yield strip_solution(cell.source) if cell.exercise else cell.source
    for exercise in assignment.exercises:
        yield public_source(exercise.tests)
        yield check_source(load_test_file(exercise.tests))


def _files_of(path: Path) -> Iterator[tuple[str, str, bytes]]:
    """Each file below a path, zips opened but also as they are: its place, its name and its content."""
    for file in walk(path) if path.is_dir() else [path]:
        yield from _with_members(str(file), file.name, file.read_bytes())


def _with_members(place: str, name: str, content: bytes) -> Iterator[tuple[str, str, bytes]]:
    yield place, name, content
    if content.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from _with_members(f"{place}!{member}", member.rpartition("/")[2], archive.read(member))


def _texts_of(path: Path) -> Iterator[tuple[str, str]]:
    for place, _, content in _files_of(path):
        if not content.startswith(_ZIP):
            yield from _texts_in(place, content)


def _texts_in(place: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The texts of one file: every string of a notebook, anything else as it is."""
    text = content.decode("utf-8", errors="ignore")
    yield place, text
    if place.endswith((".ipynb", ".json")):
        try:
            document = json.loads(text)
        except ValueError:
            return
        yield from _strings(place, document)


def _strings(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every string of a JSON document; a list of strings is one text, as in a notebook's cells."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        yield place, "".join(value)
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _strings(f"{place}!{number}", item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(f"{place}!{key}", item)


def _flatten(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
