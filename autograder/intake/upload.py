"""A upload: the files of one submission, before anything of them is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.intake.names import clean
from autograder.intake.tree import Entry
from autograder.messages import Message
from autograder.results import HandIn

NOTEBOOK = re.compile(r"\.ipynb(\.(txt|json))?$", re.I)
"""Browsers and mail programs add ".txt" or ".json"."""
SCRIPT = re.compile(r"\.py$", re.I)
ZIP = re.compile(r"\.zip$", re.I)
SYSTEM_FILES = frozenset({"timestamp.txt", "__zip_filename__", "submission_metadata.yml"})
"""What nbgrader, Otter and Gradescope put beside a student's files. They are read for what they say, and are nobody's work."""


@dataclass
class Upload:
    """The entries of one submission.

    ``wished`` is the name from which the id is made; ``under`` how many parts of the entries' paths are not the
    student's own (the class's folder, the student's folder). ``shown`` gives an entry the name its author gave it,
    where a system changed it. ``numbers_attempts``: the system numbers a file that is handed in again. ``one_students``: the
    person at the keyboard says that all of it is one student's.
    """

    student: str
    wished: str
    source: str
    entries: list[Entry] = field(default_factory=list)
    under: int = 0
    shown: dict[tuple[str, ...], str] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)
    hand_in: HandIn = field(default_factory=HandIn)
    numbers_attempts: bool = False
    one_students: bool = False

    def name_of(self, entry: Entry) -> str:
        """The file name that the student gave."""
        return self.shown.get(entry.parts, entry.name)


def is_notebook_name(name: str) -> bool:
    """Whether a file name is a notebook's."""
    return NOTEBOOK.search(name) is not None


def tops_of(entries: Iterable[Entry], under: int) -> dict[str, list[Entry]]:
    """Entries by their first part below the wrapping folders, in order."""
    tops: dict[str, list[Entry]] = {}
    for entry in entries:
        if len(entry.parts) > under:
            tops.setdefault(entry.parts[under], []).append(entry)
    return tops


def is_folder(entries: list[Entry], under: int) -> bool:
    """Whether the entries below one top are a folder's."""
    return any(entry.folder or len(entry.parts) > under + 1 for entry in entries)


def place_of(entries: list[Entry], under: int) -> str:
    """The source of a submission that is a folder: its first file's place, cut behind the folder."""
    first = entries[0]
    if len(first.parts) <= under + 1:
        return first.source
    return clean(first.source.removesuffix("/".join(clean(part) for part in first.parts[under + 1 :])).rstrip("/› "))
