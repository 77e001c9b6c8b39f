"""The members of a zip as :class:`~autograder.intake.tree.Entry`; nothing is ever unpacked to disk."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from autograder.intake.foreign import foreign_roots, root_of
from autograder.intake.names import clean
from autograder.intake.submission import ReadLimits
from autograder.intake.tree import (
    Entry,
    UnreadableError,
    ignored,
    nothing,
    open_regular,
    read_bounded,
    size_in_words,
    too_large,
    why,
)
from autograder.messages import NO_MESSAGE, Message

RATIO_FROM = 16 * 2**20
"""Bytes below which a member's ratio is not looked at: a small notebook of one repeated line is no bomb."""


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
    where: Path | bytes, parts: tuple[str, ...], source: str, limits: ReadLimits, *, depth: int = 1, budget: Budget
) -> list[Entry]:
    """All members of a zip, sorted by path; ``parts`` and ``source`` are the zip's own.

    Raises:
        UnreadableError: it is no zip, or damaged, or nested too deep.
    """
    if depth > limits.zip_depth:
        raise UnreadableError(Message("it is a zip in a zip, more than {number} deep", number=limits.zip_depth))
    try:
        archive = zipfile.ZipFile(open_regular(where) if isinstance(where, Path) else BytesIO(where))
        members = archive.infolist()
    except UnreadableError:
        raise
    except OSError as error:
        raise UnreadableError(Message("it cannot be opened: {why}", why=why(error))) from error
    except (
        Exception
    ) as error:  # BadZipFile, and in damaged directories also struct.error, UnicodeDecodeError and others
        raise UnreadableError(Message("it is no zip file, or it was cut off on the way")) from error
    named = [(member, *_member_parts(member)) for member in members]
    named = [one for one in named if one[1] and not any(ignored(part) for part in one[1])]
    roots = foreign_roots(below for _member, below, _problem in named)
    own = [one for one in named if root_of(one[1], roots) is None]
    if len(own) > limits.zip_members:
        many = Message(
            "the zip has {number} members, and the limit is {limit}", number=len(own), limit=limits.zip_members
        )
        raise UnreadableError(many)
    found = [
        Entry((*parts, *root), clean(source + " › " + "/".join(root)), nothing, folder=True, depth=depth, foreign=True)
        for root in sorted(roots)
    ]
    folders = set()
    for member, below, problem in own:
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
    found += [Entry(path, shown, nothing, folder=True, depth=depth) for path, shown in folders if path not in filled]
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


def _member_problem(member: zipfile.ZipInfo, limits: ReadLimits) -> Message:
    mode = member.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return Message("it is a link or a device in a zip")
    if member.flag_bits & 0x1:
        return Message("it is encrypted: it needs a password")
    if member.file_size > RATIO_FROM and member.file_size > limits.zip_ratio * max(1, member.compress_size):
        bomb = Message(
            "it unpacks to {size} from {packed}, as a zip bomb",
            size=size_in_words(member.file_size),
            packed=size_in_words(member.compress_size),
        )
        return bomb
    return NO_MESSAGE


def _member_reader(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> Callable[[int], bytes]:
    spent = False  # what is read again counts once

    def read(limit: int) -> bytes:
        nonlocal spent
        if member.file_size > limit:
            raise too_large(member.file_size, limit)
        if not spent and member.file_size > budget.left:
            raise budget.exhausted()
        try:
            with archive.open(member) as stream:
                content = read_bounded(stream, limit)
        except UnreadableError:
            raise
        except Exception as error:  # bad checksums, unknown methods, cut streams: zlib.error, EOFError, RuntimeError, …
            raise UnreadableError(Message("it is damaged in the zip")) from error
        if not spent:
            budget.spend(len(content))
            spent = True
        return content

    return read
