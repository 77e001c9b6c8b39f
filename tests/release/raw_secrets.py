"""Which lines students must not get, read off the raw files of an author, and every text of what students do get.

This is written without ``autograder.release`` on purpose: a mistake in the kit's own search for leaks, or in its
reading of marks, must not hide the same mistake here.
"""

from __future__ import annotations

import ast
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

LEAST = 12
"""Shorter lines (``return x``, ``else:``) stand in any program."""


def of_master(path: Path) -> tuple[set[str], set[str]]:
    """The secret lines of a master notebook and all its other lines, without the space around them."""
    secret: set[str] = set()
    given: set[str] = set()
    in_solution = in_secret_cell = False
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# %%"):
            in_secret_cell = "solution-only" in line
        elif line.strip() == "# BEGIN SOLUTION":
            in_solution = True
        elif line.strip() == "# END SOLUTION":
            in_solution = False
        elif in_solution or in_secret_cell:
            secret.add(line.strip())
        elif line.endswith("# SOLUTION"):
            secret.add(line.removesuffix("# SOLUTION").strip())
        else:
            given.add(line.strip())
    return secret, given


def of_tests(path: Path) -> tuple[set[str], set[str]]:
    """The secret lines of a test file, hidden cases and what only they use, and all its other lines.

    What a public case names counts as used by it, also where the name is a local one.
    """
    source = path.read_text(encoding="utf-8")
    lines = source.split("\n")
    statements = ast.parse(source).body
    hidden = [s for s in statements if "hidden=True" in "".join(map(ast.unparse, getattr(s, "decorator_list", [])))]
    public = [
        s for s in statements if isinstance(s, ast.FunctionDef) and s.name.startswith("test_") and s not in hidden
    ]
    waiting, reached = list(public), list(public)
    while waiting:
        used = {node.id for node in ast.walk(waiting.pop()) if isinstance(node, ast.Name)}
        more = [s for s in statements if s not in reached and s not in hidden and _defines(s) & used]
        waiting += more
        reached += more
    of_public: set[int] = set()
    for statement in reached:
        of_public |= _numbers(statement)
    secret: set[str] = set()
    for statement in statements:
        if statement in reached or _defines(statement) & {"OK_FORMAT", "name", "points"}:
            continue
        if statement in hidden:
            secret.add(statement.name)
            keywords = [node for node in ast.walk(statement) if isinstance(node, ast.keyword)]
            secret |= {ast.literal_eval(node.value) for node in keywords if node.arg == "failure_message"}
        secret |= {lines[number - 1].strip() for number in _numbers(statement) - of_public}
    return secret, {lines[number - 1].strip() for number in of_public}


def _numbers(statement: ast.stmt) -> set[int]:
    first = min([statement.lineno, *(decorator.lineno for decorator in getattr(statement, "decorator_list", []))])
    return set(range(first, (statement.end_lineno or 0) + 1))


def _defines(statement: ast.stmt) -> set[str]:
    named = {statement.name} if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) else set()
    return named | {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def secrets_of(master: Path, tests: list[Path]) -> set[str]:
    """What students must not get of an assignment, and do not find in what they are given to read anyway."""
    secret, given = of_master(master)
    for path in tests:
        hidden, others = of_tests(path)
        secret |= hidden
        given |= others
    public = "\n".join(given)
    return {
        line
        for line in secret
        if len(line) >= LEAST and line not in public and not re.fullmatch(r"(import|from) .*|[\W\d]*", line)
    }


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Every text of a file or folder: file names, bytes, the members of zips, every string of a notebook."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        yield str(file), file.name
        if file.is_file():
            yield from _of_bytes(str(file), file.read_bytes())


def _of_bytes(place: str, content: bytes) -> Iterator[tuple[str, str]]:
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield place, archive.comment.decode(errors="replace")
            for info in archive.infolist():
                yield place, info.filename + info.comment.decode(errors="replace")
                yield from _of_bytes(f"{place}!{info.filename}", archive.read(info))
        return
    text = content.decode("utf-8", errors="replace")
    yield place, text
    if place.endswith(".ipynb"):
        yield from ((place, found) for found in _strings(json.loads(text)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            yield "".join(value)
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
