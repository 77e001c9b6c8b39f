"""From the bytes of a notebook, of any age and in any state, to plain nbformat 4.5 data.

What a grader needs of a notebook is little: its cells, in order, with their sources as text. So this reads leniently
(nbformat 2 to 5, missing fields, any UTF, single bad bytes) and drops the rest: outputs, attachments, and raw cells that
are no answers.
Nothing here trusts the structure; what cannot be understood is an :class:`~autograder.intake.tree.UnreadableError`.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from autograder.intake.answers import answers_as_code
from autograder.intake.hand_out import HandOut
from autograder.intake.submission import ReadLimits
from autograder.intake.tree import UnreadableError, size_in_words
from autograder.messages import Message

METADATA_DEPTH = 12
METADATA_ITEMS = 2_000
METADATA_TEXT = 100_000
SCHEMA_METADATA = {
    "collapsed", "scrolled", "deletable", "editable", "format", "name", "jupyter", "execution",
    "kernelspec", "language_info", "authors", "title", "orig_nbformat",
}  # fmt: skip
"""What the schema of nbformat gives a type: how a notebook looks, not what it does. Left out, the rest is valid."""

_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def parse_notebook(
    content: bytes, limits: ReadLimits, hand_out: HandOut | None = None
) -> tuple[dict[str, Any], list[Message]]:
    """The notebook as plain data, and notes on what was repaired.

    Args:
        content: of the file.
        limits: sizes beyond which it is refused.
        hand_out: what students were given, by which an answer is known that is no code cell any more.

    Raises:
        UnreadableError: it is no notebook, or there is nothing in it to grade.
    """
    notes: list[Message] = []
    if kind := _other_kind(content):
        raise UnreadableError(kind)
    text = decode(content, notes)
    try:
        document = json.loads(text, parse_constant=lambda name: None)
    except RecursionError:
        raise UnreadableError(Message("it is nested too deep to be a notebook")) from None
    except ValueError as error:  # also an integer of more digits than Python reads
        raise UnreadableError(_not_json(text, error)) from None
    del text
    return notebook_of(_raw_cells(document, limits), document.get("metadata"), limits, notes, hand_out)


def notebook_of(
    raw: list[Any], metadata: Any, limits: ReadLimits, notes: list[Message], hand_out: HandOut | None
) -> tuple[dict[str, Any], list[Message]]:
    """The notebook that some cells make, whatever they were read from; ``notes`` has what was said so far.

    Raises:
        UnreadableError: there is nothing in it to grade.
    """
    cells = [_cell(cell, number, notes) for number, cell in enumerate(raw, start=1)]
    kept = answers_as_code([cell for cell in cells if cell], hand_out, notes)
    return _assemble(kept, metadata, limits, notes)


def decode(content: bytes, notes: list[Message]) -> str:
    """The text of a JSON file in UTF-8, -16 or -32, with or without a byte order mark.

    >>> decode('{"cells": []}'.encode("utf-16"), [])
    '{"cells": []}'

    Args:
        content: of the file.
        notes: where to note, for whoever grades, what was put up with.

    Raises:
        UnreadableError: it is text in none of them.
    """
    if not content.strip(b" \t\r\n\0"):
        if not content:
            raise UnreadableError(Message("it is empty; it was probably handed in before it was saved"))
        raise UnreadableError(
            Message("it holds nothing but blanks or zeros; it was probably handed in before it was saved")
        )
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        pass
    text = content.decode(encoding, "replace")
    # Bytes in a row that are no UTF-8 are another kind of file; a few are an editor's old code page.
    if text.count("\ufffd") > max(100, len(text) // 20):
        raise UnreadableError(Message("it is not text in UTF-8, as notebooks are; is it another kind of file?"))
    notes.append(Message("Some bytes are not UTF-8; they were replaced by U+FFFD."))
    return text.removeprefix("\ufeff")


def _other_kind(content: bytes) -> Message | None:
    """What a file is by its first bytes, where it is no notebook; None where they tell nothing."""
    start = content[:64].lstrip()
    if start.startswith(b"version https://git-lfs.github.com/spec/"):
        return Message(
            "it is a pointer of Git LFS, and not the notebook that it stands for: run “git lfs pull”, and hand in what is there then"
        )
    if start.startswith((b"\0\5\x16\7", b"\0\5\x16\0")):
        return Message("it is what macOS puts beside a file (its name began with “._”), and not the notebook itself")
    for mark, name in _MAGIC.items():
        if start.startswith(mark):
            return Message("it is a {kind} file with the name of a notebook", kind=name)
    return None


_MAGIC = {
    b"%PDF-": "PDF",
    b"\x1f\x8b": "gzip",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x89PNG": "PNG",
    b"{\\rtf": "RTF",
}


def _not_json(text: str, error: ValueError) -> Message:
    start = text.lstrip()[:20].lower()
    if start.startswith(("<!doctype", "<html")):
        return Message("it is a web page and not a notebook (saved with “Save page as”?)")
    if start.startswith("<<<<<<<") or "\n<<<<<<< " in text:
        return Message("it has unresolved merge conflicts of git in it")
    if start.startswith("pk"):
        return Message("it is a zip file with the name of a notebook")
    if isinstance(error, json.JSONDecodeError):
        if start.startswith("{") and error.pos >= len(text.rstrip()) - 1 and not text.rstrip().endswith("}"):
            return Message("the file ends in the middle: it was cut off while it was saved or sent")
        place = Message(
            "it is not valid JSON, as notebooks are: line {line}, column {column}",
            line=error.lineno,
            column=error.colno,
        )
        return place
    return Message("it is not valid JSON, as notebooks are")


def _raw_cells(document: Any, limits: ReadLimits) -> list[Any]:
    """The list of cells, wherever the version of the format keeps it."""
    if not isinstance(document, dict):
        raise UnreadableError(Message("it is JSON, but not a notebook"))
    cells = document.get("cells")
    if cells is None and isinstance(sheets := document.get("worksheets"), list):  # nbformat 2 and 3
        cells = []
        for sheet in sheets:
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list):
                cells.extend(sheet["cells"])
    if cells is None:
        raise UnreadableError(Message("it is JSON, but has no cells: it is not a notebook"))
    if not isinstance(cells, list):
        raise UnreadableError(Message("its cells are not a list, so it is not a notebook"))
    if len(cells) > limits.cells:
        much = Message("it has {number} cells, and the limit is {limit}", number=len(cells), limit=limits.cells)
        raise UnreadableError(much)
    return cells


def _cell(cell: Any, number: int, notes: list[Message]) -> dict[str, Any] | None:
    """One cell as plain data; None where it is nothing to run or to read."""
    if not isinstance(cell, dict):
        notes.append(Message("Cell {number} is no cell and was left out.", number=number))
        return None
    kind = cell.get("cell_type")
    source = _source(cell, number, notes)
    if kind == "heading":  # nbformat 2 and 3
        level = cell.get("level")
        source = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1) + " " + source
        kind = "markdown"
    elif kind == "html":
        kind = "markdown"
    if kind not in ("code", "markdown", "raw"):
        notes.append(Message("Cell {number} is of an unknown kind and was left out.", number=number))
        return None
    metadata = cell.get("metadata")
    plain: dict[str, Any] = {
        "cell_type": kind,
        "id": cell.get("id"),
        "metadata": _plain_dict(metadata),
        "source": source,
    }
    if kind == "code":
        plain |= {"execution_count": None, "outputs": []}
    return plain


def _source(cell: dict[str, Any], number: int, notes: list[Message]) -> str:
    source = cell.get("source", cell.get("input"))  # "input": nbformat 2 and 3
    if isinstance(source, list):
        if not all(isinstance(line, str) for line in source):
            notes.append(Message("Cell {number} has lines that are no text; they were left out.", number=number))
        source = _joined([line for line in source if isinstance(line, str)], number, notes)
    elif source is None:
        source = ""
    elif not isinstance(source, str):
        notes.append(Message("The source of cell {number} is no text; it was taken as empty.", number=number))
        source = ""
    return plain_text(source)


def _joined(lines: list[str], number: int, notes: list[Message]) -> str:
    """The text of a list of lines. nbformat's lines end in line ends; some tools write them without.

    A list of single characters is a string that some tool iterated over: there is nothing to put between them.
    """
    text = "".join(lines)
    filled = [line for line in lines[:-1] if line.strip("\r\n")]
    lost = len(lines) > 1 and filled and not any(line.endswith(("\n", "\r")) for line in filled)
    if not lost or all(len(line) <= 1 for line in lines):
        return text
    notes.append(
        Message("The lines of cell {number} were saved without line ends, which were put back.", number=number)
    )
    return "\n".join(line.rstrip("\r\n") for line in lines)


def plain_text(text: str) -> str:
    """Text that can be encoded and compiled: lone surrogates and NUL become U+FFFD, surrogate pairs their character."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _plain_dict(value: Any) -> dict[str, Any]:
    """Metadata without what later breaks a grader: deep nesting, endless lists, NaN, lone surrogates."""
    budget = [METADATA_ITEMS, METADATA_TEXT]
    try:
        plain = _plain(value, METADATA_DEPTH, budget) if isinstance(value, dict) else {}
    except _TooMuchError:
        return {}
    plain = {key: item for key, item in plain.items() if key not in SCHEMA_METADATA}
    tags = plain.pop("tags", None)
    if isinstance(tags, list):
        plain["tags"] = sorted({tag for tag in tags if isinstance(tag, str) and re.fullmatch(r"[^,]+", tag)})
    return plain


class _TooMuchError(Exception):
    """Metadata beyond any honest size."""


def _plain(value: Any, depth: int, budget: list[int]) -> Any:
    budget[0] -= 1
    if depth < 0 or budget[0] < 0:
        raise _TooMuchError
    if isinstance(value, dict):
        return {_plain(key, depth, budget): _plain(item, depth - 1, budget) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, depth - 1, budget) for item in value]
    if isinstance(value, str):
        budget[1] -= len(value)
        if budget[1] < 0:
            raise _TooMuchError
        return plain_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        return None
    return value


def _assemble(
    cells: list[dict[str, Any]], metadata: Any, limits: ReadLimits, notes: list[Message]
) -> tuple[dict[str, Any], list[Message]]:
    size = sum(len(cell["source"]) for cell in cells)
    if size > limits.source_bytes:
        much = Message(
            "its cells hold {size} of text, and the limit is {limit}",
            size=size_in_words(size),
            limit=size_in_words(limits.source_bytes),
        )
        raise UnreadableError(much)
    if not any(cell["cell_type"] == "code" and cell["source"].strip() for cell in cells):
        if not cells:
            raise UnreadableError(Message("it has no cells; it was probably handed in before it was saved"))
        raise UnreadableError(Message("none of its cells holds code; it was probably handed in before it was saved"))
    _give_ids(cells)
    shown = (
        notes
        if len(notes) <= 10
        else [*notes[:10], Message("… and {number} more remarks of this kind.", number=len(notes) - 10)]
    )
    return {"cells": cells, "metadata": _plain_dict(metadata), "nbformat": 4, "nbformat_minor": 5}, shown


def _give_ids(cells: list[dict[str, Any]]) -> None:
    """Valid ids, unique in the notebook: the first cell of an id keeps it, the others are numbered by position."""
    used: set[str] = set()
    for cell in cells:
        if isinstance(cell["id"], str) and _CELL_ID.fullmatch(cell["id"]) and cell["id"] not in used:
            used.add(cell["id"])
        else:
            cell["id"] = None
    for number, cell in enumerate(cells, start=1):
        if cell["id"] is None:
            candidate, more = f"cell-{number}", 0
            while candidate in used:
                more += 1
                candidate = f"cell-{number}-{more}"
            used.add(candidate)
            cell["id"] = candidate
