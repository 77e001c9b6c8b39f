"""Folders and zips as one flat list of :class:`Entry`; nothing is ever unpacked to disk.

A thing that must not be read (a link out of the folder, a device, an encrypted member, a bomb) becomes an entry with
its ``problem``, so that whoever handed it in still gets a row.
"""

from __future__ import annotations

import errno
import os
import stat
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from autograder.errors import KitError
from autograder.intake.foreign import foreign_children, is_environment
from autograder.intake.names import clean
from autograder.intake.submission import ReadLimits
from autograder.messages import NO_MESSAGE, Message

IGNORED = {"__MACOSX", "Thumbs.db", "desktop.ini", "__pycache__"}


class UnreadableError(Exception):
    """Why something that was handed in cannot be read, in words for people."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Entry:
    """A file, or a folder that could not be opened or is empty, somewhere below what was given to ``collect``.

    Attributes:
        parts: the path below the root, zips that were entered included as a part.
        source: the place for people.
        read: returns the content of at most so many bytes, or raises :class:`UnreadableError`.
        size: bytes, as far as known before reading.
        modified: comparable time of last change; only ever compared within one submission.
        problem: why it cannot be read; "" where it can be tried.
        folder: it is a folder without entries of its own.
        depth: how many zips it lies in.
        path: where it lies, if it is an ordinary file on the disk.
        foreign: a folder of installed packages, which are nobody's work (:mod:`autograder.intake.foreign`).
    """

    parts: tuple[str, ...]
    source: str
    read: Callable[[int], bytes]
    size: int = 0
    modified: tuple[float, ...] = ()
    problem: Message = NO_MESSAGE
    folder: bool = False
    depth: int = 0
    path: Path | None = None
    foreign: bool = False

    @property
    def name(self) -> str:
        return self.parts[-1] if self.parts else ""


def ignored(name: str) -> bool:
    """Hidden files, check-points, and what systems put beside files."""
    return name.startswith((".", "~$")) or name in IGNORED


def size_in_words(count: int) -> str:
    """Bytes as people say them: "300 MB"."""
    for unit, factor in (("GB", 2**30), ("MB", 2**20), ("kB", 2**10)):
        if count >= factor:
            return f"{count / factor:.3g} {unit}"
    return f"{count} bytes"


def nothing(limit: int) -> bytes:
    """In place of a reader, where there is no content.

    Raises:
        UnreadableError: always.
    """
    raise UnreadableError(Message("there is nothing to read"))


def too_large(size: int, limit: int) -> UnreadableError:
    return UnreadableError(
        Message(
            "it is larger than is read: {size}, and the limit is {limit}",
            size=size_in_words(size),
            limit=size_in_words(limit),
        )
    )


def read_bounded(stream: IO[bytes], limit: int) -> bytes:
    """The whole stream, or :class:`UnreadableError` where it is longer than ``limit``, whatever its header says."""
    pieces, total = [], 0
    while piece := stream.read(min(2**20, limit + 1 - total)):
        total += len(piece)
        if total > limit:
            raise too_large(total, limit)
        pieces.append(piece)
    return b"".join(pieces)


def why(error: OSError) -> Message:
    """The reason of an operating system error in words, without the path (the row names the place already)."""
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Message("permission denied")
    return Message((error.strerror or type(error).__name__).lower())


def open_regular(path: Path) -> IO[bytes]:
    """An ordinary file, open. Without blocking: a pipe put in its place must not hold the batch up.

    Raises:
        UnreadableError: it cannot be opened, or is something else.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise UnreadableError(Message("it cannot be opened: {why}", why=why(error))) from error
    stream = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        stream.close()
        raise UnreadableError(Message("it is no ordinary file"))
    return stream


def read_regular(path: Path, limit: int) -> bytes:
    """The content of an ordinary file of at most so many bytes.

    Raises:
        UnreadableError: it is larger, no ordinary file (a link, a pipe), or gone.
    """
    with open_regular(path) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > limit:
            raise too_large(size, limit)
        try:
            return read_bounded(stream, limit)
        except OSError as error:
            raise UnreadableError(Message("it cannot be read: {why}", why=why(error))) from error


def walk_folder(root: Path, limits: ReadLimits, parts: tuple[str, ...] = ()) -> list[Entry]:
    """All files below a folder, sorted by path. Links are followed to ordinary files inside the folder only.

    Args:
        root: the folder that all paths are relative to.
        limits: where to stop.
        parts: begin here, below the root.

    Raises:
        OSError: the folder cannot be opened.
        KitError: there are more files and folders than ``limits.entries``.
    """
    found: list[Entry] = []
    inside = root.resolve()
    waiting: list[tuple[Path, tuple[str, ...]]] = [(root.joinpath(*parts), parts)]
    start = parts
    while waiting:
        folder, parts = waiting.pop()
        try:
            children = list_folder(folder)
        except OSError as error:
            if parts == start:
                raise
            problem = Message("the folder cannot be opened: {why}", why=why(error))
            found.append(Entry(parts, _shown(root, parts), nothing, problem=problem, folder=True))
            continue
        foreign = foreign_children([child.name for child in children])
        before = len(found) + len(waiting)
        for child in children:
            name = os.fsencode(child.name).decode("utf-8", "replace")
            below = (*parts, name)
            if len(found) + len(waiting) >= limits.entries:
                raise _too_many(root, found, limits)
            folder_of_its_own = not child.is_symlink() and child.is_dir(follow_symlinks=False)
            if not folder_of_its_own and name not in foreign:
                found.append(_file_entry(root, inside, Path(child.path), below))
            elif name in foreign or is_environment(Path(child.path)):
                found.append(Entry(below, _shown(root, below), nothing, folder=True, foreign=True))
            elif len(below) > limits.folder_depth:
                problem = Message("the folders in it are more than {number} deep", number=limits.folder_depth)
                found.append(Entry(below, _shown(root, below), nothing, problem=problem, folder=True))
            else:
                waiting.append((Path(child.path), below))
        if parts != start and len(found) + len(waiting) == before:
            found.append(Entry(parts, _shown(root, parts), nothing, folder=True))
    return sorted(found, key=lambda entry: entry.parts)


def list_folder(folder: Path) -> list[os.DirEntry[str]]:
    """What lies directly in a folder, sorted by name, without what systems and editors put there."""
    with os.scandir(folder) as scan:
        return sorted((child for child in scan if not ignored(child.name)), key=lambda child: child.name)


def listed(root: Path, parts: tuple[str, ...]) -> list[Entry]:
    """What lies directly in one folder below the root; its folders are not entered."""
    inside = root.resolve()
    found = []
    for child in list_folder(root.joinpath(*parts)):
        below = (*parts, os.fsencode(child.name).decode("utf-8", "replace"))
        if child.is_dir(follow_symlinks=False):
            found.append(Entry(below, _shown(root, below), nothing, folder=True))
        else:
            found.append(_file_entry(root, inside, Path(child.path), below))
    return found


def _too_many(root: Path, found: list[Entry], limits: ReadLimits) -> KitError:
    top, count = Counter(entry.parts[0] for entry in found).most_common(1)[0]
    return KitError(
        "There are more than {most} files and folders in {root}, {count} of them in “{top}”: not all of "
        "them could be looked at, so none was graded.",
        "Give the folder of this assignment's submissions alone, or move aside what is no student's work.",
        most=limits.entries,
        root=root,
        count=count,
        top=clean(top),
    )


def _shown(root: Path, parts: tuple[str, ...]) -> str:
    return clean("/".join((root.name or str(root), *parts)))


def _file_entry(root: Path, inside: Path, path: Path, parts: tuple[str, ...]) -> Entry:
    source, target, problem = _shown(root, parts), path, NO_MESSAGE
    try:
        if path.is_symlink():
            target = path.resolve(strict=True)
            if not target.is_relative_to(inside):
                return Entry(
                    parts,
                    source,
                    nothing,
                    problem=Message("it is a link to a place outside the folder"),
                    folder=target.is_dir(),
                )
            if target.is_dir():
                return Entry(parts, source, nothing, problem=Message("it is a link to a folder"), folder=True)
        state = target.stat()
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        return Entry(parts, source, nothing, problem=Message("it is a link that leads nowhere"))
    if not stat.S_ISREG(state.st_mode):
        problem = Message("it is no ordinary file (a pipe, a socket or a device)")
    return Entry(
        parts,
        source,
        lambda limit: read_regular(target, limit),
        state.st_size,
        (state.st_mtime,),
        problem,
        path=None if problem else target,
    )
