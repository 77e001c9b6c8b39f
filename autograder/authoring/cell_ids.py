"""Ids for cells that have none yet, and one id for one cell: what a notebook editor leaves undone in a master.

JupyterLab keeps a cell's metadata when the cell moves, gives a new cell none, and gives both halves of a split cell the
same. So a new cell is named after what stands in it, and of two halves one keeps the name: the half with the solution, else
the first. Only header lines change; the cells' text is left as it is.
"""

from __future__ import annotations

import ast
import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.master import CELL_HEADER
from autograder.authoring.percent import RawCell, read_cells
from autograder.authoring.solution_marks import BEGIN, INLINE

_LONGEST = 40
_ID = re.compile(r'\s*\bid=(?:"[^"]*"|\S+)')
_EXERCISE = re.compile(r'\s*\bexercise=(?:"[^"]*"|\S+)')


@dataclass
class _Cell:
    line: int
    """Of its header, from 0."""
    markdown: bool
    source: str
    id: str | None
    exercise: str | None

    @property
    def holds_a_solution(self) -> bool:
        return any(BEGIN.fullmatch(line) or INLINE.search(line) for line in self.source.split("\n"))


def with_ids(text: str, before: str = "") -> str:
    """The text of a master in which every cell has an id of its own.

    Args:
        text: a script in jupytext's percent format.
        before: what was last saved. A cell without id that stood there already gets the id that it had: an editor does not
            learn of ids that are given behind its back until it reads the file again.

    Returns:
        ``text`` itself if nothing is to be done, or if it cannot be read; reading it then says why.
    """
    cells = _cells(text)
    if cells is None:
        return text
    _separate(cells)
    lines = text.split("\n")
    taken = {cell.id for cell in cells if cell.id}
    known = [cell for cell in _cells(before) or [] if cell.id and cell.id not in taken]
    followed = _followed_by(_cells(before) or [])
    previous = ""
    for cell in cells:
        if not cell.id:
            cell.id = _as_it_was(cell, known, followed.get(previous, "")) or _free(_name(cell), taken)
            taken.add(cell.id)
            known = [one for one in known if one.id != cell.id]
        lines[cell.line] = _header(lines[cell.line], cell)
        previous = cell.id
    return "\n".join(lines)


def give_ids(path: Path) -> bool:
    """Write ids into a master that lacks some; True if anything was written.

    Whoever may not write there, or has no such file, learns of it where the master is read.
    """
    try:
        text = path.read_bytes().decode("utf-8")
        changed = with_ids(text)
        if changed == text:
            return False
        path.write_bytes(changed.encode("utf-8"))
    except (OSError, UnicodeDecodeError):
        return False
    return True


def _cells(text: str) -> list[_Cell] | None:
    """The cells with the lines of their headers; None where the two do not agree or the text is no notebook."""
    places = [number for number, line in enumerate(text.split("\n")) if CELL_HEADER.match(line)]
    if not places:
        return None
    try:
        found = read_cells(text)
    except Exception:  # of jupytext, nbformat or YAML
        return None
    if len(places) != len(found):
        return None
    return [
        _Cell(place, cell.cell_type == "markdown", cell.source, _text(cell, "id"), _text(cell, "exercise"))
        for place, cell in zip(places, found, strict=True)
    ]


def _text(cell: RawCell, key: str) -> str | None:
    value = cell.metadata.get(key)
    return value if isinstance(value, str) and value else None


def _separate(cells: list[_Cell]) -> None:
    """Of cells with one id, one keeps it; the others lose it, and the exercise that they have with it."""
    groups: dict[str, list[_Cell]] = {}
    for cell in cells:
        if cell.id:
            groups.setdefault(cell.id, []).append(cell)
    for group in groups.values():
        keeper = next((cell for cell in group if cell.exercise and cell.holds_a_solution), group[0])
        for cell in group:
            if cell is not keeper:
                cell.id = None
                if cell.exercise == keeper.exercise and not cell.holds_a_solution:
                    cell.exercise = None


def _followed_by(cells: list[_Cell]) -> dict[str, str]:
    """By id, the id of the next cell; the first cell follows the empty one."""
    ids = ["", *(cell.id or "" for cell in cells)]
    return dict(itertools.pairwise(ids))


def _as_it_was(cell: _Cell, known: list[_Cell], next_one: str) -> str | None:
    """The id that the cell had when it was last saved: the cell of the same text, or the one in the same place."""
    same = [one for one in known if one.source == cell.source and one.markdown == cell.markdown]
    same = same or [one for one in known if one.id == next_one and one.markdown == cell.markdown]
    return same[0].id if same else None


def _header(line: str, cell: _Cell) -> str:
    if cell.exercise is None:
        line = _EXERCISE.sub("", line)
    found = _ID.search(line)
    if found and found[0].strip().split("=", 1)[1].strip('"') == cell.id:
        return line
    named = f' id="{cell.id}"'
    return line[: found.start()] + named + line[found.end() :] if found else line.rstrip() + named


def _name(cell: _Cell) -> str:
    """What a cell is about, in letters, digits and "-": its heading or first words, or what it defines."""
    if cell.exercise:
        return _slug([cell.exercise])
    if cell.markdown:
        heading = next((line for line in cell.source.split("\n") if line.startswith("#")), cell.source)
        return _slug(re.findall(r"[^\W_]+", heading)) or "text"
    try:
        statements = ast.parse(cell.source).body
    except SyntaxError:
        return "code"
    defined = (
        node.name for node in statements if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    )
    stored = (
        node.id
        for statement in statements
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    return _slug([next(defined, None) or next(stored, "code")]) or "code"


def _slug(words: Iterable[str]) -> str:
    slug = ""
    for word in words:
        plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
        plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        if plain and len(slug) + len(plain) < _LONGEST:
            slug = f"{slug}-{plain}" if slug else plain
    return slug


def _free(name: str, taken: set[str]) -> str:
    number = 1
    while (candidate := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return candidate
