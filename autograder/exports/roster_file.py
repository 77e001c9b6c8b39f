"""A CSV that another system wrote, kept byte for byte: only the cells that are set are written anew.

A cell is remembered as it stands in the file, quotes and all. What the kit writes is quoted where it must be and guarded against
spreadsheet formulas; what it does not write goes back as it came, also where it begins with "-", "+", "=" or "@".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import KitError
from autograder.files import write_output
from autograder.reports.tables import cell, is_number


@dataclass
class RawRow:
    """One row: its cells as they stand in the file, what ends it, and the line it begins in."""

    raw: list[str]
    end: str
    line: int

    def __getitem__(self, column: int) -> str:
        """The text of a cell; empty where the row is shorter."""
        return _unquoted(self.raw[column]) if column < len(self.raw) else ""

    def set(self, column: int, text: str, delimiter: str) -> None:
        """Write a text of ours into a cell."""
        text = text if is_number(text) else cell(text)
        self.raw += [""] * (column + 1 - len(self.raw))
        self.raw[column] = f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & {'"', delimiter} else text

    @property
    def texts(self) -> list[str]:
        return [_unquoted(raw) for raw in self.raw]


@dataclass
class RosterFile:
    """The rows of a file; the first is the header."""

    path: Path
    rows: list[RawRow]
    delimiter: str
    mark: bytes
    """The byte order mark, if the file begins with one."""

    @property
    def header(self) -> list[str]:
        return [text.strip() for text in self.rows[0].texts]

    def column(self, *names: str) -> int | None:
        """The column of one of these headings, without regard to case; None if there is none."""
        wanted = {name.casefold() for name in names}
        return next((n for n, text in enumerate(self.header) if text.casefold() in wanted), None)

    def written(self, columns: Sequence[int] | None = None, *, mark: bool = True) -> bytes:
        """The file's content; of ``columns`` only, where they are given, and with or without its byte order mark."""
        lines = []
        for row in self.rows:
            blank = row.raw == [""]
            raw = row.raw if columns is None or blank else [row.raw[n] if n < len(row.raw) else "" for n in columns]
            lines.append(self.delimiter.join(raw) + row.end)
        return (self.mark if mark else b"") + "".join(lines).encode("utf-8")

    def write(self, path: Path, columns: Sequence[int] | None = None, *, mark: bool = True) -> None:
        """Write the file, replaced at once.

        Raises:
            KitError: the place cannot be written to.
        """
        write_output(path, self.written(columns, mark=mark))


def read_roster_file(path: Path, needed: Sequence[tuple[str, ...]]) -> RosterFile:
    """Read a file that was downloaded from another system.

    Args:
        path: the file.
        needed: headings that must be there; of each tuple one.

    Raises:
        KitError: it cannot be read, is not UTF-8, is no CSV, or a column is not there.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KitError("The roster {path} cannot be read.", "Download it again, as CSV in UTF-8.", path=path) from error
    head = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = _rows(path, text, delimiter)
    while rows and not any(text.strip() for text in rows[0].texts):
        rows.pop(0)
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    found = RosterFile(path, rows, delimiter, mark)
    missing = [names[0] for names in needed if not rows or found.column(*names) is None]
    if missing:
        names = " and ".join(missing)
        raise KitError(
            "The roster {path} has no columns {names}.", "Download it again, in English.", path=path, names=names
        )
    return found


def _rows(path: Path, text: str, delimiter: str) -> list[RawRow]:
    """Split a text into rows and cells (RFC 4180): a cell that begins with a quote ends at the quote that closes it."""
    rows: list[RawRow] = []
    place, line = 0, 1
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    quoted = re.compile(r'"(?:[^"]|"")*"')
    while place < len(text):
        raw: list[str] = []
        began = line
        while True:
            start = place
            if text.startswith('"', place):
                match = quoted.match(text, place)
                if not match:
                    raise KitError(
                        "The roster {path} is no CSV: the quote in line {line} is never closed.",
                        "Download it again.",
                        path=path,
                        line=line,
                    )
                place = match.end()
            rest = plain.match(text, place)
            place = rest.end() if rest else place
            raw.append(text[start:place])
            line += text.count("\n", start, place)
            if not text.startswith(delimiter, place):
                break
            place += 1
        end = next((mark for mark in ("\r\n", "\n", "\r") if text.startswith(mark, place)), "")
        place += len(end)
        line += 1
        rows.append(RawRow(raw, end, began))
    return rows


def _unquoted(raw: str) -> str:
    if not raw.startswith('"'):
        return raw
    match = re.match(r'"((?:[^"]|"")*)"(.*)', raw, re.S)
    return match[1].replace('""', '"') + match[2] if match else raw
