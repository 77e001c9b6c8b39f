"""Write a decision into extensions.csv or overrides.csv: one line more, and only if the table is right with it.

What stands there stays as it is, byte for byte: its columns, their order, the separator and the line ends.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import os
from collections.abc import Mapping

from filelock import FileLock

from autograder.course.decisions import read_decisions
from autograder.course.load import LoadedCourse
from autograder.errors import KitError
from autograder.files import write_atomically
from autograder.intake.names import clean
from autograder.places import at

HEADS = {
    "extensions": ("student", "assignment", "due", "extra", "by", "when", "reason"),
    "overrides": ("student", "assignment", "exercise", "points", "delta", "by", "when", "reason"),
}
"""The columns of a table that is begun here."""


def add_decision(loaded: LoadedCourse, table: str, cells: Mapping[str, str]) -> None:
    """Add a row to a table of the course.

    Args:
        loaded: the course.
        table: "extensions" or "overrides".
        cells: by column, as docs/course.md names them; empty ones may be left out.

    Raises:
        KitError: with this row the table would be wrong (it says how), or it cannot be written. Nothing has changed then.
    """
    course = loaded.course
    path = course.files[table]
    row = {name: clean(text) for name, text in cells.items() if text and text.strip()}
    candidate = path.with_name(f".{path.name}.{os.getpid()}.new")
    with FileLock(path.with_name(f".{path.name}.lock"), timeout=10):
        try:
            old = path.read_bytes() if path.is_file() else b""
            content = _with_row(old, HEADS[table], row, at(path))
            candidate.write_bytes(content)
            trial = dataclasses.replace(course, files={**course.files, table: candidate})
            exercises = {name: sorted(digests) for name, digests in loaded.tests.items()}
            read_decisions(trial, loaded.people, exercises)
            write_atomically(path, content)
        except KitError as error:
            raise KitError("{what}", error.mend, what=error.message.replace(at(candidate), at(path))) from error
        except OSError as error:
            raise KitError(
                "{place} cannot be written: {error}.",
                "Check who may write there.",
                place=at(path),
                error=error.strerror or error,
            ) from error
        finally:
            candidate.unlink(missing_ok=True)


def _with_row(old: bytes, head: tuple[str, ...], row: Mapping[str, str], place: str) -> bytes:
    """The file with one line more."""
    text = old.decode("utf-8-sig") if old.strip() else ""
    end = "\r\n" if "\r\n" in text else "\n"
    if not text:
        return _line(list(head), ",", "\n").encode() + _line([row.get(name, "") for name in head], ",", "\n").encode()
    lines = text.splitlines()
    first = lines[1] if lines[0].startswith("sep=") and len(lines) > 1 else lines[0]
    separator = max(",;\t", key=first.count)
    columns = [_folded(name) for name in next(csv.reader([first], delimiter=separator))]
    missing = [name for name in row if _folded(name) not in columns]
    if missing:
        raise KitError(
            "{place} has no column “{column}”.",
            "Add it to its first line: {columns}.",
            place=place,
            column=missing[0],
            columns=", ".join(head),
        )
    by_column = {_folded(name): cell for name, cell in row.items()}
    line = _line([by_column.get(name, "") for name in columns], separator, end)
    return old + (b"" if old.endswith(b"\n") else end.encode()) + line.encode()


def _line(cells: list[str], separator: str, end: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator=end).writerow(cells)
    return written.getvalue()


def _folded(heading: str) -> str:
    return heading.strip().casefold()
