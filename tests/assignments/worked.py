"""A solved notebook, run from top to bottom: what its text claims and what its cells show, to hold one against the other."""

import ast
import contextlib
import html
import io
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import IPython.display
import matplotlib
import matplotlib.pyplot as plt
import pytest

from autograder.authoring.assignment import load_assignment
from autograder.grading.staging import given_files
from autograder.judge.reference import importable

KIT = Path(__file__).resolve().parents[2]


@dataclass
class Worked:
    """A notebook after its run.

    Attributes:
        prose: id of a markdown cell → its text on one line, without marks of emphasis.
        shown: id of a code cell → what it printed and displayed; of HTML the text, a table's cells separated by " | ".
        raw: id of a code cell → the HTML that it displayed.
        figures: id of a code cell → what it drew with matplotlib.
        names: what the notebook defines in the end.
    """

    prose: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    figures: dict[str, list[Any]] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)

    def claims(self, cell: str, *sentences: str) -> None:
        """Whoever changes one of these sentences finds the test that says why it is true."""
        for sentence in sentences:
            assert sentence in self.prose[cell], f"{cell} no longer says {sentence!r}"


def run_worked(name: str) -> Worked:
    """Run the master of an assignment with its solutions."""
    assignment = load_assignment(KIT / "solutions" / name, KIT / "autograder" / "tests" / name)
    worked = Worked()
    displayed: list[Any] = []
    matplotlib.use("agg")
    plt.close("all")
    with given_files(assignment) as given, importable(given), pytest.MonkeyPatch.context() as patch:
        patch.chdir(given)
        for module in sorted(given.glob("*.py")):  # whatever another test imported shows its pictures elsewhere
            patch.setitem(sys.modules, module.stem, None)
            del sys.modules[module.stem]
        patch.setattr(IPython.display, "display", lambda *things, raw=False: displayed.extend(things))
        for cell in assignment.master.cells:
            if cell.kind == "markdown":
                worked.prose[cell.id] = re.sub(r"\s+", " ", re.sub(r"[*`]", "", cell.source)).strip()
                continue
            displayed.clear()
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                last = _execute(cell.source, worked.names)
            things = [drawn for thing in [*displayed, last] if (drawn := _html(thing))]
            worked.figures[cell.id] = [plt.figure(number) for number in plt.get_fignums()]
            plt.close("all")
            worked.raw[cell.id] = "\n".join(things)
            worked.shown[cell.id] = "\n".join([printed.getvalue(), *map(_text, things)])
    return worked


def _execute(source: str, names: dict[str, Any]) -> Any:
    """Run a cell; the value of its last line, if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if isinstance(last, ast.Expr) else None


def _html(thing: Any) -> str:
    """What a notebook would draw of it; a bundle as `display(…, raw=True)` takes it says so itself."""
    if isinstance(thing, dict):
        return str(thing.get("text/html", ""))
    return str(thing._repr_html_()) if hasattr(thing, "_repr_html_") else ""


def _text(source: str) -> str:
    source = re.sub(r'<img[^>]*alt="([^"]*)"[^>]*>', r"\1", source)
    source = re.sub(r"</t[dh]>|</span>", " | ", re.sub(r"<br>", " / ", re.sub(r"</tr>|</div>", "\n", source)))
    return html.unescape(re.sub(r"<[^>]*>", "", source))


def pictures(worked: Worked) -> list[tuple[int, int, str]]:
    """Of every picture: the width that it is shown with, the dots that it has across, and the cell."""
    import base64

    found = []
    for cell, source in worked.raw.items():
        for style, data in re.findall(r'<img[^>]*style="([^"]*)"[^>]*src="data:image/png;base64,([^"]*)"', source):
            shown = int(re.search(r"width:(\d+)px", style)[1])  # type: ignore[index]
            found.append((shown, int.from_bytes(base64.b64decode(data[:64])[16:20], "big"), cell))
    return found
