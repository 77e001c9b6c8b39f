"""The marks around solutions in an answer cell: ``# BEGIN SOLUTION`` … ``# END SOLUTION``, and ``x = 3  # SOLUTION``.

One reading of the marks serves all releases: the student notebook (:func:`strip_solution`), the solved one
(:func:`solution_source`), the nbgrader tree (:func:`nbgrader_source`) and the search for leaks
(:func:`solution_lines`). Everything here works on the text of one cell; errors carry the line in that cell.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from autograder.errors import KitError
from autograder.source_code import statements

BEGIN = re.compile(r"\s*# BEGIN SOLUTION\s*")
END = re.compile(r"\s*# END SOLUTION\s*")
INLINE = re.compile(r"(?<![#\s])\s*# SOLUTION\s*$")
_ALMOST = re.compile(r"#+\s*((begin|end)[\s_-]+)?solution\s*:?\s*$", re.IGNORECASE)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
STUB = "...  # your code here"


class MarkError(KitError):
    """A mark that is wrong; ``line`` counts from 1 in the cell."""

    def __init__(self, line: int, message: str, mend: str, /, **parameters: object) -> None:
        self.line = line
        super().__init__(message, mend, **parameters)


@dataclass(frozen=True)
class Region:
    """Lines ``first`` to ``last`` of a cell (from 1, marks included); one line if the mark stands at its end."""

    first: int
    last: int
    inline: bool


def find_regions(source: str) -> list[Region]:
    """The solutions of a cell, in order.

    Raises:
        MarkError: if a mark is unclosed, unopened, nested, empty or almost one.
    """
    regions: list[Region] = []
    opened: int | None = None
    lines = source.split("\n")
    for number, line in enumerate(lines, start=1):
        if BEGIN.fullmatch(line):
            if opened is not None:
                raise MarkError(
                    number, "a solution begins inside the one of line {opened}.", "Close that one first.", opened=opened
                )
            opened = number
        elif END.fullmatch(line):
            if opened is None:
                raise MarkError(number, "a solution ends that was not begun.", "Put # BEGIN SOLUTION above it.")
            if _indent(line) != _indent(lines[opened - 1]):
                raise MarkError(
                    number,
                    "the solution of line {opened} begins {begin} columns in and ends {end} in.",
                    "Indent # END SOLUTION as its # BEGIN SOLUTION: as the code between them.",
                    opened=opened,
                    begin=len(_indent(lines[opened - 1])),
                    end=len(_indent(line)),
                )
            if not any(text.strip() and not text.strip().startswith("#") for text in lines[opened : number - 1]):
                raise MarkError(opened, "the solution is empty.", "Put the code to cut out between the two marks.")
            regions.append(Region(opened, number, inline=False))
            opened = None
        elif INLINE.search(line) and line.strip() != "# SOLUTION":
            if opened is not None:
                raise MarkError(number, "a # SOLUTION mark inside a solution.", "Take it away.")
            regions.append(Region(number, number, inline=True))
        elif _ALMOST.search(line):
            raise MarkError(
                number,
                "{text} looks like a solution mark and is none.",
                "The marks are # BEGIN SOLUTION and # END SOLUTION on their own lines, and # SOLUTION behind code.",
                text=repr(line.strip()),
            )
    if opened is not None:
        raise MarkError(opened, "a solution begins here and does not end.", "Put # END SOLUTION below it.")
    return regions


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def strip_solution(source: str) -> str:
    """The cell as students get it.

    A block inside a function becomes one ``raise NotImplementedError``, a block outside any function and an inline
    solution become ``...  # your code here``. The result is valid Python.

    Raises:
        MarkError: if a mark is wrong, or what is left would not be valid Python.
    """
    tree = _parse(source, "the answer cell is not valid Python")
    lines = source.split("\n")
    result: list[str] = []
    done = 0
    for region in find_regions(source):
        result += lines[done : region.first - 1]
        if region.inline:
            result.append(_blank_inline(lines[region.first - 1], region.first))
        else:
            result.append(_stub(tree, lines, region))
        done = region.last
    stripped = "\n".join(result + lines[done:])
    _parse(stripped, "without its solution, the cell is not valid Python")
    return stripped


def solution_source(source: str) -> str:
    """The same cell with the solution in and the marks away."""
    regions = find_regions(source)
    marks = {number for region in regions if not region.inline for number in (region.first, region.last)}
    inline = {region.first for region in regions if region.inline}
    return "\n".join(
        INLINE.sub("", line) if number in inline else line
        for number, line in enumerate(source.split("\n"), start=1)
        if number not in marks
    )


def nbgrader_source(source: str) -> str:
    """The same cell with nbgrader's marks, which stand on their own lines."""
    lines = source.split("\n")
    for region in find_regions(source):
        first = lines[region.first - 1]
        indent = first[: len(first) - len(first.lstrip())]
        begin, end = f"{indent}### BEGIN SOLUTION", f"{indent}### END SOLUTION"
        if region.inline:
            lines[region.first - 1] = "\n".join((begin, INLINE.sub("", first), end))
        else:
            lines[region.first - 1], lines[region.last - 1] = begin, end
    return "\n".join(lines)


def solution_lines(source: str) -> list[tuple[int, str]]:
    """Each line that is cut out, with its number in the cell; marks are left out."""
    lines = source.split("\n")
    found: list[tuple[int, str]] = []
    for region in find_regions(source):
        if region.inline:
            found.append((region.first, INLINE.sub("", lines[region.first - 1])))
        else:
            found += [(number, lines[number - 1]) for number in range(region.first + 1, region.last)]
    return found


def defined_names(source: str) -> tuple[str, ...]:
    """The top-level names that a cell defines by def, class or assignment, in order; private ones are left out."""
    _parse(source, "the cell is not valid Python")
    names = (name for read in statements(source) if isinstance(read.node, _DEFINITIONS) for name in read.binds)
    return tuple(name for name in dict.fromkeys(names) if not name.startswith("_"))


def _parse(source: str, what: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise MarkError(
            error.lineno or 1, "{what}: {reason}.", "Mend that line.", what=what, reason=error.msg
        ) from error


def _blank_inline(line: str, number: int) -> str:
    code = INLINE.sub("", line)
    indent = code[: len(code) - len(code.lstrip())]
    # `return x` is valid Python only inside a function, so the line is tried in one.
    try:
        statements = ast.parse(f"def f():\n {code.strip()}").body[0].body  # type: ignore[attr-defined]
    except SyntaxError:
        statements = []
    if len(statements) == 1 and isinstance(statements[0], ast.Return):
        return f"{indent}return {STUB}"
    if len(statements) == 1 and isinstance(statements[0], (ast.Assign, ast.AnnAssign)) and statements[0].value:
        text = code.strip().encode()
        value = statements[0].value
        # ast counts columns in UTF-8 bytes; the wrapping line adds one space.
        return f"{indent}{text[: value.col_offset - 1].decode().rstrip(' (')} {STUB}"
    raise MarkError(
        number,
        "# SOLUTION stands behind something other than an assignment or a return on one line.",
        "Use # BEGIN SOLUTION and # END SOLUTION around it.",
    )


def _stub(tree: ast.Module, lines: list[str], region: Region) -> str:
    inside = range(region.first + 1, region.last)
    first = next(n for n in inside if lines[n - 1].strip() and not lines[n - 1].strip().startswith("#"))
    indent = lines[first - 1][: len(lines[first - 1]) - len(lines[first - 1].lstrip())]
    scopes = _enclosing_scopes(tree, first)
    if scopes and not isinstance(scopes[-1], ast.ClassDef):
        name = ".".join(scope.name for scope in scopes)
        return f'{indent}raise NotImplementedError("{name}: your code here")'
    return indent + STUB


Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _enclosing_scopes(tree: ast.AST, line: int) -> list[Scope]:
    """The functions and classes whose body holds ``line``, outermost first."""
    scopes: list[Scope] = []
    for node in ast.walk(tree):  # breadth first: an outer scope comes before an inner one
        if isinstance(node, Scope):
            decorators = getattr(node.body[0], "decorator_list", [])
            first = min([node.body[0].lineno, *(decorator.lineno for decorator in decorators)])
            if first <= line <= (node.end_lineno or 0):
                scopes.append(node)
    return scopes
