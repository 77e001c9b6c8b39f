"""Where a class would be, of which only one student's folder or file was given.

One person has one id, whether the class or only the person's part of it is given: so the names around a part are looked at, as
collecting the class would, and none of what they hold is read.
"""

from __future__ import annotations

import os
from pathlib import Path

from autograder.errors import KitError
from autograder.intake.names import is_named, is_nameless
from autograder.intake.systems import brightspace, gradescope, moodle
from autograder.intake.tree import Entry, listed
from autograder.intake.upload import is_notebook_name

_MOST_SIBLINGS = 5_000
"""Folders that are looked into for a notebook, to see whether they are students'."""


def place_of(path: Path) -> Path:
    """The path without "." and "..", and with its links as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow links


def class_root(path: Path, assignment: str) -> Path:
    """The folder that a class would be given as, of which ``path`` is one student's part; ``path`` itself if it is a class.

    Raises:
        KitError: it may be either.
    """
    path = place_of(path)
    own = path.is_dir()
    folder = path if own else path.parent
    for place in (folder, folder.parent):
        if any(system.is_ours(place.name) for system in (brightspace, gradescope, moodle)):
            return place.parent
    if folder.parent.parent.name == "submitted" or (
        folder.name.casefold() == assignment.casefold() and _is_nbgrader(folder)
    ):
        return folder.parent.parent
    notebooks = [path.name] if not own else [name for name in _names(folder) if is_notebook_name(name)]
    nameless = [name for name in notebooks if is_nameless(name, assignment)]
    if not nameless or not _has_students_beside(folder, assignment):
        return folder
    if len(nameless) < len(notebooks):
        raise KitError(
            "{path} may be one student's, with {count} notebooks, or a class of as many.",
            "Say which it is: --layout single or --layout plain; or grade the folder above it.",
            path=path,
            count=len(notebooks),
        )
    return folder.parent


def part_of(root: Path, path: Path) -> tuple[tuple[str, ...], list[Entry]]:
    """The path of a part below its class's root, and the entries on the way to it, siblings included."""
    parts = tuple(os.fsencode(part).decode("utf-8", "replace") for part in place_of(path).relative_to(root).parts)
    entries: list[Entry] = []
    for depth in range(len(parts)):
        there = listed(root, parts[:depth])
        last = depth == len(parts) - 1
        entries += [entry for entry in there if last or entry.parts != parts[: depth + 1]]
    return parts, entries


def _is_nbgrader(folder: Path) -> bool:
    """STUDENT/ASSIGNMENT below ``submitted``, or beside other students' folders for the same assignment."""
    above = folder.parent.parent
    if (folder / "timestamp.txt").exists():
        return True
    has_own = any(is_named(name, folder.name) for name in _names(folder))
    return has_own and any(
        (above / name / folder.name).is_dir() for name in _names(above) if name != folder.parent.name
    )


def _has_students_beside(folder: Path, assignment: str) -> bool:
    """Whether another folder beside this one holds the assignment's notebook, too."""
    for name in _names(folder.parent)[:_MOST_SIBLINGS]:
        beside = folder.parent / name
        if (
            name != folder.name
            and beside.is_dir()
            and any(is_notebook_name(own) and is_named(own, assignment) for own in _names(beside))
        ):
            return True
    return False


def _names(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return []
