"""Public docstrings: their examples are run, and what a function raises is said."""

from __future__ import annotations

import ast
import doctest
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "autograder"
ROOMS = [
    path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] not in ("tests", "commands")
]
WITH_EXAMPLES = [path for path in ROOMS if ">>> " in path.read_text(encoding="utf-8") and "given" not in path.parts]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_examples_in_docstrings_are_so(path: Path) -> None:
    module = importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    found = doctest.testmod(module)
    assert found.failed == 0


def public_functions(node: ast.Module | ast.ClassDef, above: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for child in node.body:
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from public_functions(child, f"{above}{child.name}.")
        elif isinstance(child, ast.FunctionDef) and not child.name.startswith("_"):
            yield above + child.name, child


def raised_by(function: ast.FunctionDef) -> set[str]:
    """Names of the exceptions that its own body raises; not those of functions that it defines."""
    inner = {id(node) for one in ast.walk(function) if one is not function and isinstance(one, ast.FunctionDef)
             for node in ast.walk(one)}  # fmt: skip
    found = (
        node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        for node in ast.walk(function)
        if isinstance(node, ast.Raise) and node.exc is not None and id(node) not in inner
    )
    return {node.id for node in found if isinstance(node, ast.Name) and node.id[0].isupper()}


@pytest.mark.parametrize("room", sorted({path.relative_to(PACKAGE).parts[0] for path in ROOMS} - {"server", "release"}))
def test_what_a_public_function_raises_is_said(room: str) -> None:
    """Pages of the server are left out: what they raise is the answer to a request."""
    silent = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in ROOMS
        if path.relative_to(PACKAGE).parts[0] == room
        for name, function in public_functions(ast.parse(path.read_text(encoding="utf-8")))
        if raised_by(function) and "Raise" not in (ast.get_docstring(function) or "").replace("raise", "Raise")
    ]
    assert not silent
