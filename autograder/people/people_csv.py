"""CSV files that people make: with or without a byte order mark, commas or Excel's semicolons, any line ends.

A file is read whole and refused with the line that is wrong; nothing is guessed that could put a mark on the wrong row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import KitError, filled
from autograder.intake.names import clean
from autograder.places import at

_NUMBER = re.compile(r"[+-]?\d{1,9}([.,]\d{1,9})?")
SEPARATOR = re.compile(r"\Asep=[,;\t]\r?\n")
"""A first line with which Excel is told what stands between cells."""
_ROUNDED = re.compile(r"\d([.,]\d+)?E\+\d+", re.I)


@dataclass(frozen=True)
class Row:
    """One row: its cells by column, cleaned of what cannot be seen, and the line of the file where it ends."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The text in a column, empty where the file has no such column."""
        return self.cells.get(column, "")

    def error(self, message: str, mend: str, /, **parameters: object) -> KitError:
        """An error that names this row's file and line; filled in as a :class:`KitError` is."""
        said, mend = filled(message, parameters), filled(mend, parameters)
        return KitError("{place}: {message}", mend, place=at(self.path, self.line), message=said)


def read_rows(path: Path, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> list[Row]:
    """The rows of a CSV file, without empty ones.

    Args:
        path: the file.
        columns: by the name used here, the headings that mean it; case, spaces, "-" and "_" make no difference.
            Columns that nobody asks for are left alone.
        needed: the names that must be there.

    Raises:
        KitError: the file cannot be read, is no CSV in UTF-8, or its header or the length of a row is wrong.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise KitError(
            "{place} cannot be read: {reason}.", "Check the path.", place=at(path), reason=error.strerror or error
        ) from error
    return rows_of(path, content, columns, needed)


def rows_of(
    path: Path, content: bytes, columns: Mapping[str, Sequence[str]], needed: Sequence[str], *, shown: str = ""
) -> list[Row]:
    """As :func:`read_rows`, of a file's content.

    Args:
        path: only named in errors.
        content: of the file, in UTF-8.
        columns: for each column the names that it may have.
        needed: the columns that must be there.
        shown: named in errors in place of ``path``.

    Raises:
        KitError: as :func:`read_rows`.
    """
    place = shown or at(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KitError(
            "{place} is not in UTF-8.",
            "In Excel, save it as “CSV UTF-8 (comma delimited)”, so that Hebrew survives.",
            place=place,
        ) from error
    text = SEPARATOR.sub("", text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    found: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, [clean(cell) for cell in cells]))
    except csv.Error as error:
        raise KitError(
            "{place}, line {line}, is no CSV: {reason}.",
            "Save the file as CSV again.",
            place=place,
            line=reader.line_num,
            reason=error,
        ) from error
    if not found:
        raise KitError(
            "{place} is empty.", "Its first line names the columns: {needed}.", place=place, needed=", ".join(needed)
        )
    (_, header), *rows = found
    names = columns_in(place, header, columns, needed)
    for line, cells in rows:
        if len(cells) > len(header):
            raise KitError(
                "{place}, line {line}, has {count} cells and the header {width}.",
                "Put texts that hold a comma between double quotes.",
                place=place,
                line=line,
                count=len(cells),
                width=len(header),
            )
    return [Row(path, line, {name: cells[n] for name, n in names.items() if n < len(cells)}) for line, cells in rows]


def delimiter_of(text: str) -> str:
    """What stands between the cells of a CSV file: a comma, a semicolon or a tab, as its first line has it."""
    head = re.split(r"[\r\n]", text, maxsplit=1)[0]
    return max(",;\t", key=head.count)


def header_of(content: bytes) -> list[str]:
    """The headings of a CSV file; none where it cannot be read as text, which :func:`rows_of` says."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    text = SEPARATOR.sub("", text)
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)), [])


def columns_in(
    place: str, header: list[str], columns: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> dict[str, int]:
    """The columns of a header by the names used here.

    Raises:
        KitError: one is there twice, or is needed and not there.
    """
    headings = [folded_heading(heading) for heading in header]
    names: dict[str, int] = {}
    for name, accepted in columns.items():
        here = [
            n for n, heading in enumerate(headings) if heading in {folded_heading(name), *map(folded_heading, accepted)}
        ]
        if len(here) > 1:
            raise KitError(
                "{place} has two columns for “{name}”: {headings}.",
                "Rename or delete one of them.",
                place=place,
                name=name,
                headings=" and ".join(f"“{header[n]}”" for n in here),
            )
        if here:
            names[name] = here[0]
    missing = [name for name in needed if name not in names]
    if missing:
        raise KitError(
            "{place} has no column {columns}.",
            "Its first line must name: {needed}.",
            place=place,
            columns=" and no column ".join(f"“{name}”" for name in missing),
            needed=", ".join(needed),
        )
    return names


def folded_heading(heading: str) -> str:
    """A heading without regard to case, blanks, "-" and "_"."""
    return re.sub(r"[\s_-]+", "", heading.strip().casefold())


def number_in(text: str) -> float | None:
    """The number that a person wrote, "4.5" or, as in many countries, "4,5"; None where it is none.

    >>> number_in("4,5"), number_in("-2"), number_in("four"), number_in("1e5")
    (4.5, -2.0, None, None)
    """
    text = text.strip().replace("−", "-")
    return float(text.replace(",", ".")) if text.isascii() and _NUMBER.fullmatch(text) else None


def is_rounded_by_excel(text: str) -> bool:
    """Whether a spreadsheet has turned a long id into a rounded number, "3.01235E+11"."""
    return bool(_ROUNDED.fullmatch(text.strip()))
