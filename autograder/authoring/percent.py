"""Scripts in jupytext's percent format, read into cells.

jupytext decides what a script says. Importing it, and having each cell validated by nbformat, takes half a second of every
command that looks at an assignment, though; so a script of the form that masters have is read here, and whatever is not clearly
of that form (magics that take a cell, Markdown in quotes, settings of its own, another language) is read by jupytext. Both give the
same cells.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass
from typing import Any

PERCENT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
"""jupytext's percent format in which an ordinary comment that begins like a magic ("# cat sat on the mat") stays a comment."""

_VALUE = r"-?[A-Za-z][\w,.()/+ -]*"
_FRONT = re.compile(
    r"# ---\n# jupyter:\n"
    r"(?:#   jupytext:\n"
    rf"(?:#     (?:cell_metadata_filter|notebook_metadata_filter): {_VALUE}\n|#     comment_magics: false\n)+"
    r'|#   jupytext: \{formats: "py:percent"\}\n'
    rf"|#   kernelspec:\n(?:#     (?:display_name|name): {_VALUE}\n|#     language: python\n)+"
    rf"|#   kernelspec: \{{name: python3, display_name: Python 3\}}\n"
    r")+# ---\n\n?(?=# %%)",
    re.ASCII,
)
"""The settings at the head of a script, where they are those that the kit writes."""
_HEADER = re.compile(
    r"# %%(?P<markdown> \[markdown\])?"
    r'(?P<pairs>(?: (?:id|exercise)="[\w-]*"| tags=\["[\w-]+"(?:, "[\w-]+")*\]| points=[1-9]\d*(?:\.\d+)?)*)',
    re.ASCII,
)
_PAIR = re.compile(r' (\w+)=("[^"]*"|\[[^]]*\]|[\d.]+)')
_LIKE_A_HEADER = re.compile(r"(?m)^\s*#\s*(?:%%|<codecell>|In\[).*$")
_ESCAPED = re.compile(r"(?m)^#[# ]*\+|^%%")
"""What jupytext changes in a code cell, or takes for another language's."""
_ODD_QUOTES = re.compile(r"\\\\[\"']|\\\n")
"""Where a text in quotes ends is another matter for jupytext then than for Python."""
_FENCE = re.compile(r"# {0,4}(`{3,}|~{3,})(.*)")


@dataclass(frozen=True)
class RawCell:
    """A cell as the script has it."""

    cell_type: str
    """ "markdown", "code" or "raw"."""
    source: str
    metadata: dict[str, Any]


def read_cells(text: str) -> list[RawCell]:
    """The cells of a script.

    >>> read_cells('# %% [markdown] id="why"\\n# So.\\n\\n# %%\\nx = 1\\n')[0]
    RawCell(cell_type='markdown', source='So.', metadata={'id': 'why'})

    Raises:
        Exception: of jupytext, nbformat or YAML, where the script cannot be read.
    """
    cells = plain_cells(text)
    if cells is None:
        import jupytext

        notebook = jupytext.reads(text, fmt=PERCENT)
        cells = [RawCell(cell.cell_type, cell.source, dict(cell.metadata)) for cell in notebook.cells]
    return cells


def plain_cells(text: str) -> list[RawCell] | None:
    """The cells of a script of the plain form; None where it is for jupytext to say."""
    if text.startswith("# ---"):
        front = _FRONT.match(text)
        if front is None:
            return None
        text = text[front.end() :]
    lines = text.splitlines()
    if not text.startswith("# %%") or lines != text.removesuffix("\n").split("\n"):
        return None
    headers = [(number, _HEADER.fullmatch(line)) for number, line in enumerate(lines) if _LIKE_A_HEADER.match(line)]
    cells = []
    for (first, header), (following, _) in zip(headers, [*headers[1:], (len(lines), None)], strict=True):
        cell = _cell(header, lines[first:following]) if header else None
        if cell is None:
            return None
        cells.append(cell)
    return cells


def _cell(header: re.Match[str], lines: list[str]) -> RawCell | None:
    metadata: dict[str, Any] = {}
    for key, value in _PAIR.findall(header["pairs"]):
        if key in metadata:
            return None
        metadata[key] = json.loads(value)
    if any(tag.startswith("active-") for tag in metadata.get("tags", ())):
        return None
    if len(lines) > 2 and lines[-3].strip() and not lines[-2].strip() and not lines[-1].strip():
        lines = lines[:-2]
    elif not lines[-1]:
        lines = lines[:-1]
    content = lines[1:]
    if header["markdown"]:
        if not _is_plain_markdown(content):
            return None
        return RawCell("markdown", "\n".join(line[1:].removeprefix(" ") for line in content), metadata)
    source = "\n".join(content)
    return RawCell("code", source, metadata) if _is_plain_code(source) else None


def _is_plain_markdown(lines: list[str]) -> bool:
    """Every line is a comment, and each fence that is opened is closed: else jupytext looks for its end in later cells."""
    fence = ""
    for line in lines:
        if not line.startswith("#"):
            return False
        found = _FENCE.match(line)
        if not found:
            continue
        if not fence and "`" in found[2]:  # perhaps code in a line
            return False
        if not fence:
            fence = found[1]
        elif found[1].startswith(fence) and not found[2].strip():
            fence = ""
    return not fence


def _is_plain_code(source: str) -> bool:
    """No text in quotes goes on beyond the cell, and nothing in it means something to jupytext."""
    if _ESCAPED.search(source):
        return False
    if '"""' in source or "'''" in source:
        if _ODD_QUOTES.search(source):
            return False
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True
