"""Folders and zips as one flat list of :class:`Entry`; nothing is ever unpacked to disk.

A thing that must not be read (a link out of the folder, a device, an encrypted member, a bomb) becomes an entry with
its ``problem``, so that whoever handed it in still gets a row.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from autograder.intake.names import clean
from autograder.intake.submission import Limits
from autograder.messages import NO_MESSAGE, Message

IGNORED = {"__MACOSX", "Thumbs.db", "desktop.ini", "__zip_filename__", "__pycache__", "timestamp.txt"}
RATIO_FROM = 16 * 2**20
"""Bytes below which a member's ratio is not looked at: a small notebook of one repeated line is no bomb."""


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
    """

    parts: tuple[str, ...]
    source: str
    read: Callable[[int], bytes]
    size: int = 0
    modified: tuple[float, ...] = ()
    problem: Message = NO_MESSAGE
    folder: bool = False
    depth: int = 0

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


def _nothing(limit: int) -> bytes:
    raise UnreadableError(Message("there is nothing to read"))


def _too_large(size: int, limit: int) -> UnreadableError:
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
            raise _too_large(total, limit)
        pieces.append(piece)
    return b"".join(pieces)


def why(error: OSError) -> Message:
    """The reason of an operating system error in words, without the path (the row names the place already)."""
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Message("permission denied")
    return Message((error.strerror or type(error).__name__).lower())


def read_regular(path: Path, limit: int) -> bytes:
    """The content of a regular file. Opened without blocking: a pipe put in its place must not hold the batch up."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise UnreadableError(Message("it cannot be opened: {why}", why=why(error))) from error
    with os.fdopen(descriptor, "rb") as stream:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableError(Message("it is no ordinary file"))
        if state.st_size > limit:
            raise _too_large(state.st_size, limit)
        try:
            return read_bounded(stream, limit)
        except OSError as error:
            raise UnreadableError(Message("it cannot be read: {why}", why=why(error))) from error


def walk_folder(root: Path, limits: Limits) -> list[Entry]:
    """All files below a folder, sorted by path. Links are followed to ordinary files inside the folder only."""
    found: list[Entry] = []
    inside = root.resolve()
    waiting: list[tuple[Path, tuple[str, ...]]] = [(root, ())]
    while waiting:
        folder, parts = waiting.pop()
        try:
            with os.scandir(folder) as scan:
                children = sorted(scan, key=lambda child: child.name)
        except OSError as error:
            if not parts:
                raise
            problem = Message("the folder cannot be opened: {why}", why=why(error))
            found.append(Entry(parts, _shown(root, parts), _nothing, problem=problem, folder=True))
            continue
        before = len(found) + len(waiting)
        for child in children:
            name = os.fsencode(child.name).decode("utf-8", "replace")
            if ignored(name):
                continue
            if len(found) + len(waiting) >= limits.entries:
                break
            below = (*parts, name)
            if not child.is_symlink() and child.is_dir(follow_symlinks=False):
                if len(below) > limits.folder_depth:
                    problem = Message("the folders in it are more than {number} deep", number=limits.folder_depth)
                    found.append(Entry(below, _shown(root, below), _nothing, problem=problem, folder=True))
                else:
                    waiting.append((Path(child.path), below))
            else:
                found.append(_file_entry(root, inside, Path(child.path), below))
        if parts and len(found) + len(waiting) == before:
            found.append(Entry(parts, _shown(root, parts), _nothing, folder=True))
    return sorted(found, key=lambda entry: entry.parts)


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
                    _nothing,
                    problem=Message("it is a link to a place outside the folder"),
                    folder=target.is_dir(),
                )
            if target.is_dir():
                return Entry(parts, source, _nothing, problem=Message("it is a link to a folder"), folder=True)
        state = target.stat()
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        return Entry(parts, source, _nothing, problem=Message("it is a link that leads nowhere"))
    if not stat.S_ISREG(state.st_mode):
        problem = Message("it is no ordinary file (a pipe, a socket or a device)")
    return Entry(parts, source, lambda limit: read_regular(target, limit), state.st_size, (state.st_mtime,), problem)


class Budget:
    """Bytes that may still be unpacked from one zip and the zips in it."""

    def __init__(self, limit: int) -> None:
        self.limit = self.left = limit

    def exhausted(self) -> UnreadableError:
        return UnreadableError(Message("the zip unpacks to more than {size}", size=size_in_words(self.limit)))

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise self.exhausted()


def walk_zip(
    where: Path | bytes, parts: tuple[str, ...], source: str, limits: Limits, *, depth: int = 1, budget: Budget
) -> list[Entry]:
    """All members of a zip, sorted by path; ``parts`` and ``source`` are the zip's own.

    Raises:
        UnreadableError: it is no zip, or damaged, or nested too deep.
    """
    if depth > limits.zip_depth:
        raise UnreadableError(Message("it is a zip in a zip, more than {number} deep", number=limits.zip_depth))
    try:
        archive = zipfile.ZipFile(where if isinstance(where, Path) else BytesIO(where))
        members = archive.infolist()
    except OSError as error:
        raise UnreadableError(Message("it cannot be opened: {why}", why=why(error))) from error
    except (
        Exception
    ) as error:  # BadZipFile, and in damaged directories also struct.error, UnicodeDecodeError and others
        raise UnreadableError(Message("it is no zip file, or it was cut off on the way")) from error
    if len(members) > limits.zip_members:
        many = Message(
            "the zip has {number} members, and the limit is {limit}", number=len(members), limit=limits.zip_members
        )
        raise UnreadableError(many)
    found, folders = [], set()
    for member in members:
        below, problem = _member_parts(member)
        if not below or any(ignored(part) for part in below):
            continue
        shown = clean(source + " › " + "/".join(below))
        path = (*parts, *below)
        if member.is_dir():
            folders.add((path, shown))
            continue
        problem = problem or _member_problem(member, limits)
        reader = _member_reader(archive, member, budget)
        when = tuple(float(part) for part in member.date_time)
        found.append(Entry(path, shown, reader, member.file_size, when, problem, depth=depth))
    filled = {entry.parts[:n] for entry in found for n in range(len(entry.parts))}
    filled |= {path[:n] for path, _source in folders for n in range(len(path))}
    found += [Entry(path, shown, _nothing, folder=True, depth=depth) for path, shown in folders if path not in filled]
    return sorted(found, key=lambda entry: entry.parts)


def _member_parts(member: zipfile.ZipInfo) -> tuple[tuple[str, ...], Message]:
    """The member's path below the zip, and what is wrong with it."""
    name = member.filename
    if not member.flag_bits & 0x800:  # not marked as UTF-8, which macOS and many tools write all the same
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = member.filename
    name = name.encode("utf-8", "replace").decode("utf-8").replace("\\", "/")
    pieces = [piece for piece in name.split("/") if piece not in {"", "."}]
    outside = name.startswith("/") or ".." in pieces or re.match(r"^[A-Za-z]:", name) is not None
    below = tuple(piece for piece in pieces if piece != ".." and not re.fullmatch(r"[A-Za-z]:", piece))
    return below, Message("its path leads out of the zip") if outside else NO_MESSAGE


def _member_problem(member: zipfile.ZipInfo, limits: Limits) -> Message:
    mode = member.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return Message("it is a link or a device in a zip")
    if member.flag_bits & 0x1:
        return Message("it is encrypted: it needs a password")
    if member.file_size > RATIO_FROM and member.file_size > limits.zip_ratio * max(1, member.compress_size):
        return Message(
            "it unpacks to {size} from {packed}, as a zip bomb",
            size=size_in_words(member.file_size),
            packed=size_in_words(member.compress_size),
        )
    return NO_MESSAGE


def _member_reader(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> Callable[[int], bytes]:
    def read(limit: int) -> bytes:
        if member.file_size > limit:
            raise _too_large(member.file_size, limit)
        if member.file_size > budget.left:
            raise budget.exhausted()
        try:
            with archive.open(member) as stream:
                content = read_bounded(stream, limit)
        except UnreadableError:
            raise
        except Exception as error:  # bad checksums, unknown methods, cut streams: zlib.error, EOFError, RuntimeError, …
            raise UnreadableError(Message("it is damaged in the zip")) from error
        budget.spend(len(content))
        return content

    return read
