"""Code whose cell has become Markdown or raw by a slip of the keyboard (Esc, M), or was switched off: it is run as code.

That holds for answers, and for what the code cells use and none of them defines: helpers, imports, values.
"""

from __future__ import annotations

import ast
import builtins
import re
import warnings
from typing import Any

from autograder.intake.hand_out import HandOut, defines
from autograder.messages import Message
from autograder.source_code import Statement, statements

_INNER_FENCE = re.compile(
    r"^[ \t]*```[ \t]*(?:python|py|python3|ipython)?[ \t]*\n(?P<code>.*?)\n?^[ \t]*```[ \t]*$", re.S | re.M | re.I
)
_FENCE = re.compile(r"\A\s*```[^\n`]*\n(?P<code>.*?)\n?[ \t]*```\s*\Z", re.S)
_SWITCHED_OFF = re.compile(r"\A\s*%%(?:skip|script[ \t]+(?:false|true|echo|:))\b[^\n]*\n")
"""What people write above a cell that is not to run."""
_SKIPPED = re.compile(r"(^|[-_ ])skip([-_ ]|ped|ping|$)", re.I)
"""Tags that tell other programs than Jupyter not to run a cell: "skip-execution" (papermill, Jupyter Book), "nbval-skip"."""
_MOST_READ = 1 << 19
"""Characters of a notebook in which helpers are looked for: its tree takes some 600 times the memory."""
_PYTHONS = frozenset(dir(builtins)) | {"get_ipython", "display", "In", "Out", "_", "__name__", "__file__"}


def answers_as_code(
    cells: list[dict[str, Any]], hand_out: HandOut | None, notes: list[Message]
) -> list[dict[str, Any]]:
    """The cells with lost answers and helpers made code again, a note on each, and without other raw cells.

    A cell is a lost answer if its metadata or its id say which exercise it answers; or, where the hand-out is known, if it is
    plain Python that defines a name which an exercise asks for and no code cell defines. It is a lost helper if it is plain
    Python that defines a name which code cells use and none defines. It stays text if it is prose, or as it was given out.
    """
    off = [cell["cell_type"] == "code" and bool(_SWITCHED_OFF.match(cell["source"])) for cell in cells]
    code = "\n".join(cell["source"] for cell, is_off in zip(cells, off, strict=True) if _is_run(cell, is_off))
    made = [_answer_as_code(cell, is_off, code, hand_out, notes) for cell, is_off in zip(cells, off, strict=True)]
    off = [is_off and made_of is cell for is_off, made_of, cell in zip(off, made, cells, strict=True)]
    _helpers_as_code(made, off, hand_out, notes)
    skipped = sorted(
        {tag for cell in made if cell["cell_type"] == "code" for tag in _tags(cell) if _SKIPPED.search(tag)}
    )
    if skipped:
        notes.append(
            Message("Cells with the tag {tags} were run as any other, as in Jupyter.", tags=", ".join(skipped[:5]))
        )
    return [cell for cell in made if cell["cell_type"] != "raw"]


def _is_run(cell: dict[str, Any], is_off: bool) -> bool:
    return cell["cell_type"] == "code" and not is_off


def _answer_as_code(
    cell: dict[str, Any], is_off: bool, code: str, hand_out: HandOut | None, notes: list[Message]
) -> dict[str, Any]:
    """The cell as code, if it is an answer; else itself."""
    if _is_run(cell, is_off):
        return cell
    source = _code_in(cell, is_off)
    exercise = _lost_exercise(cell, source, code, hand_out)
    if exercise and _is_code(source, exercise, hand_out):
        where = {
            "markdown": Message(
                "The answer to {exercise} stands in a Markdown cell; it was run as code.", exercise=exercise
            ),
            "raw": Message("The answer to {exercise} stands in a raw cell; it was run as code.", exercise=exercise),
            "code": Message(
                "The answer to {exercise} stands in a cell that its first line switches off; it was run all the same.",
                exercise=exercise,
            ),
        }
        notes.append(where[cell["cell_type"]])
        return _as_code(cell, source)
    if exercise and not is_off and source.strip() and not (hand_out and hand_out.gave(source)):
        notes.append(
            Message("The answer cell of {exercise} is no code cell any more, and holds no Python.", exercise=exercise)
        )
    return cell


def _as_code(cell: dict[str, Any], source: str) -> dict[str, Any]:
    return cell | {"cell_type": "code", "source": source, "execution_count": None, "outputs": []}


def _code_in(cell: dict[str, Any], is_off: bool) -> str:
    return _SWITCHED_OFF.sub("", cell["source"]) if is_off else _unfenced(cell["source"])


def _helpers_as_code(
    cells: list[dict[str, Any]], off: list[bool], hand_out: HandOut | None, notes: list[Message]
) -> None:
    """Make code of the cells that are none and define what the code cells use; in place."""
    waiting: dict[int, tuple[str, list[Statement]]] = {}
    for index, cell in enumerate(cells):
        if _is_run(cell, off[index]):
            continue
        fenced = _FENCE.match(cell["source"])
        source = _SWITCHED_OFF.sub("", cell["source"]) if off[index] else fenced["code"] if fenced else cell["source"]
        if _parses(source) and not (hand_out and hand_out.gave(source)):
            waiting[index] = source, statements(source)
    if not waiting or sum(len(cell["source"]) for cell in cells) > _MOST_READ:
        return
    read = [one for index, cell in enumerate(cells) if _is_run(cell, off[index]) for one in statements(cell["source"])]
    defined = {name for one in read for name in one.binds} | _PYTHONS
    lacking = {name for one in read for name in one.uses} - defined
    while (found := next((index for index, (_, own) in waiting.items() if _gives(own, lacking)), None)) is not None:
        source, own = waiting.pop(found)
        binds = {name for one in own for name in one.binds}
        names = ", ".join(sorted(binds & lacking)[:5]) or "*"
        where = {
            "markdown": Message("A Markdown cell defines what code uses ({names}); it was run as code.", names=names),
            "raw": Message("A raw cell defines what code uses ({names}); it was run as code.", names=names),
            "code": Message(
                "A cell that its first line switches off defines what code uses ({names}); it was run all the same.",
                names=names,
            ),
        }
        notes.append(where[cells[found]["cell_type"]])
        cells[found] = _as_code(cells[found], source)
        defined |= binds
        lacking = (lacking | {name for one in own for name in one.uses}) - defined


def _gives(own: list[Statement], lacking: set[str]) -> bool:
    """Whether some statements define what is lacking; that imports of all names do is taken for granted."""
    if any(name in lacking for one in own for name in one.binds):
        return True
    imports = [one.node for one in own if isinstance(one.node, ast.Import | ast.ImportFrom)]
    star = any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in imports)
    return bool(lacking) and star and len(imports) == len(own)


def _tags(cell: dict[str, Any]) -> list[str]:
    tags = cell["metadata"].get("tags")
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def _lost_exercise(cell: dict[str, Any], source: str, code: str, hand_out: HandOut | None) -> str | None:
    if hand_out is None:
        named = cell["metadata"].get("exercise")
        return named if isinstance(named, str) and named.isidentifier() else None
    known = hand_out.exercise_of(cell)
    if known or not _parses(source):
        return known
    for answer in hand_out.answers:
        if defines(source, answer.provides) and not defines(code, answer.provides):
            return answer.exercise
    return None


def _is_code(source: str, exercise: str, hand_out: HandOut | None) -> bool:
    """Python, or what was meant to be: with its mistake it is the student's answer all the same."""
    if not source.strip() or (hand_out and hand_out.gave(source)):
        return False
    names = next((a.provides for a in hand_out.answers if a.exercise == exercise), ()) if hand_out else (exercise,)
    return defines(source, names) or _parses(source)


def _unfenced(source: str) -> str:
    """Without the fence that an editor of Markdown puts around code; of prose with code in fences, the code."""
    match = _FENCE.match(source)
    if match and "```" not in match["code"]:
        return match["code"]
    inside = [found["code"] for found in _INNER_FENCE.finditer(source)]
    return "\n\n".join(inside) if inside else source


def _parses(source: str) -> bool:
    """Whether it is Python with at least one statement that does something: a lone word or text is prose."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(source[:100_000]).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(not isinstance(statement, ast.Expr) or isinstance(statement.value, ast.Call) for statement in body)
