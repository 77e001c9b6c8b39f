"""The solution as a namespace in the judge's process: what is lent to students' code, and the ground that misconceptions
are replayed on. It never enters a sandbox.
"""

from __future__ import annotations

import ast
import atexit
import contextlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.authoring.assignment import Assignment
from autograder.errors import KitError
from autograder.isolation.scratch import scratch
from autograder.places import at, line_of

from .when_used import WhenUsed, load_what_is_named


def load_reference(assignment: Assignment, given: Path, for_pictures: bool = True) -> dict[str, Any]:
    """Run the setup cells and the solved answer cells of the master, and return the names that they define.

    Args:
        assignment: whose solution.
        given: a folder with the assignment's given files, so that the master can import them.
        for_pictures: load also what set-up cells import and neither solution nor tests name; else that is loaded when it is used,
            and ``given`` must stay for as long.

    Raises:
        KitError: if a cell of the master fails, with its place.
    """
    names: dict[str, Any] = {"__name__": f"solution_of_{assignment.name}"}
    late = None if for_pictures else WhenUsed(given, lambda: importable(given))
    with importable(given), _inside_a_copy(given):
        with late.finding() if late else contextlib.nullcontext():
            _run_cells(assignment, names, late)
        load_what_is_named(names, _named_by(assignment))
    _forget_shell()
    return names


def _run_cells(assignment: Assignment, names: dict[str, Any], late: WhenUsed | None) -> None:
    path = assignment.master.path
    for cell in assignment.master.cells:
        if cell.kind != "code" or not (cell.exercise or "setup" in cell.tags):
            continue
        tree = _parsed(cell.source) if late and not cell.exercise else None
        if late and tree is not None:
            names |= late.single_names(tree, _where_names_are_used(assignment, cell.source))
        run_source(cell.source if tree is None else tree, names, path, cell.line)


def _parsed(source: str) -> ast.Module | None:
    with contextlib.suppress(SyntaxError):  # said where it is run
        return ast.parse(source)
    return None


def _where_names_are_used(assignment: Assignment, cell: str) -> Iterator[str]:
    """The texts of all that may use a name of a set-up cell, but for that cell."""
    yield from _named_by(assignment)
    yield from (one.source for one in assignment.master.cells if "setup" in one.tags and one.source != cell)
    yield from (path.read_text(encoding="utf-8") for path in sorted(assignment.folder.glob("wrong/*.py")))


def _named_by(assignment: Assignment) -> Iterator[str]:
    """The texts of what runs in the judge: solutions and tests."""
    for cell in assignment.master.cells:
        if cell.exercise:
            yield cell.source
    for exercise in assignment.exercises:
        yield exercise.tests.read_text(encoding="utf-8")


def _forget_shell() -> None:
    """A set-up cell may have made IPython's shell, which at the end of this process would write into a folder that is gone."""
    shell = sys.modules.get("IPython.core.interactiveshell")
    if shell is not None and shell.InteractiveShell.initialized():
        atexit.unregister(shell.InteractiveShell.instance().atexit_operations)


def run_source(source: str | ast.Module, names: dict[str, Any], path: str | Path, above: int = 0) -> None:
    """Execute a source of the kit's own in ``names``, without letting it write on the terminal.

    Args:
        source: what to execute, as text or parsed; marks around solutions are comments.
        names: where it runs.
        path: of the file that it is from.
        above: lines that stand above it in that file, so that tracebacks name the file's own lines.

    Raises:
        KitError: if it fails, with the line of ``path``.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            code = "\n" * above + source if isinstance(source, str) else ast.increment_lineno(source, above)
            exec(compile(code, str(path), "exec"), names)
    except Exception as error:
        place = at(Path(path), line_of(error, Path(path)) or above)
        raise KitError(
            "{place}: running this ended in {error}: {reason}.",
            "Mend that line.",
            place=place,
            error=type(error).__name__,
            reason=error,
        ) from error


@contextlib.contextmanager
def _inside_a_copy(folder: Path) -> Iterator[None]:
    """While it lasts, relative paths start at a copy of ``folder``.

    A solution that writes a file must not leave it among the given files, which every submission sees.
    """
    with tempfile.TemporaryDirectory(prefix="reference-", dir=scratch()) as name:
        copy = Path(name) / "given"
        shutil.copytree(folder, copy)
        before = os.environ.get("IPYTHONDIR")
        os.environ["IPYTHONDIR"] = str(
            Path(name) / "ipython"
        )  # the home folder may not be there, or not be ours to write to
        try:
            with contextlib.chdir(copy):
                yield
        finally:
            del os.environ["IPYTHONDIR"]
            if before is not None:
                os.environ["IPYTHONDIR"] = before


_left: dict[Path, set[str]] = {}
"""Folders whose modules may still be loaded, and the names that these can have."""


def forget_what_is_gone() -> None:
    """Have modules of given files imported anew whose folder is gone: they would look for their own files there.

    It is asked twice a case: so these modules are looked at, and not the thousands that are loaded.
    """
    for folder, names in list(_left.items()):
        for name in names & sys.modules.keys():
            module = sys.modules[name]
            file = vars(module).get("__file__") if module is not None else None
            if file and Path(file).parent == folder and not Path(file).exists():
                del sys.modules[name]
        if not folder.exists():
            del _left[folder]


def _remember(folder: Path) -> None:
    with contextlib.suppress(OSError):  # it is gone
        names = os.listdir(folder)  # noqa: PTH208 - texts
        _left.setdefault(folder, set()).update(name.removesuffix(".py") for name in names)


@contextlib.contextmanager
def importable(folder: Path) -> Iterator[None]:
    """While it lasts, modules of ``folder`` can be imported and relative paths start there."""
    forget_what_is_gone()
    _remember(folder)
    sys.path.insert(0, str(folder))
    try:
        with contextlib.chdir(folder):
            yield
    finally:
        sys.path.remove(str(folder))
        _remember(folder)
