"""The one reader of code: what statements bind and use, against what Python itself does with them."""

from __future__ import annotations

import builtins
import doctest
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import source_code
from autograder.authoring.catalogue import assignment_names, find_assignment
from autograder.authoring.solved import solved_notebook
from autograder.source_code import imported_modules, is_plain_python, parse, statements

ROOT = Path(__file__).parents[2]
STATEMENTS = """
import math
import os.path
import json as data
from math import pi, e as euler
a, (b, *c) = 1, (2, 3)
d = [x for x in c if (y := x)]
e += 1
def f(n, m=pi): return n + g(m)
class K: z = a; w = lambda self: z
for i in c: j = i
if a: k = 1
else: l = 1
try: o = 1
except ValueError as p: pass
with open(__file__) as q: pass
while False: r = 1
match a:
    case [s, *t]: pass
async def u(): return await v
""".strip()


def test_the_docstrings() -> None:
    assert doctest.testmod(source_code).failed == 0


def test_what_is_bound_is_what_running_it_defines() -> None:
    """Each statement, run alone with every name at hand."""
    checked = 0
    for statement in statements(STATEMENTS):
        text = "\n".join(STATEMENTS.split("\n")[statement.first - 1 : statement.last])
        start = {"c": [1], "a": [1, 2], "e": 1, "pi": 3, "g": abs, "z": 1, "v": 1, "__file__": __file__}
        names = {**start, "__name__": "x"}
        exec(text, names)
        made = {name for name in names if name not in start or names[name] is not start[name]}
        made -= {"__builtins__", "__name__"}
        assert made <= set(statement.binds), text
        assert set(statement.binds) - made <= {"e", "l", "o", "p", "r", "c", "s", "t"}, text  # a way not taken
        checked += 1
    assert checked == 16


def test_what_is_used_is_what_it_fails_without() -> None:
    """Each statement of the real notebooks, and each name that it loads when it is run there."""
    for name in assignment_names(ROOT):
        for cell in solved_notebook(find_assignment(name, ROOT)).cells:
            if cell.cell_type != "code" or not is_plain_python(cell.source):
                continue
            for statement in statements(cell.source):
                code = compile(parse(cell.source)[0], "cell", "exec")
                assert set(statement.binds) <= set(code.co_names)
                assert not statement.uses & {"self"}


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("x = 1\r\ny = 2", ["x", "y"]),
        ("x = 1; y = 2", ["x", "y"]),
        ("é = 1; y = 'שלום'; z = 3", ["é", "y", "z"]),
        ("# coding: latin-1\nx = 'é'\ny = 1", ["x", "y"]),
        ("@property\n\ndef f(): pass", ["f"]),
        ("x = 1\nreturn x", ["x"]),
        ("x: int", []),
        ("x: int = 1", ["x"]),
        ("del x", []),
        ("nonlocal x", []),
        (">>> x = 1\n>>> y = 2", ["x", "y"]),
        ("files = !ls\nx = 1", ["files", "x"]),
        ("%%capture out\nx = 1\ny = 2", ["x", "y"]),
        ("x = %time 3", []),
        ("x = (", []),
        ("\0", []),
        ("(" * 100_000, []),
        ("-" * 100_000 + "1", []),
        ("x = " + "[" * 90 + "]" * 90, ["x"]),
    ],
)
def test_sources_of_every_kind(source: str, bound: list[str]) -> None:
    assert [name for statement in statements(source) for name in statement.binds] == bound


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab%!?=:()[]{}\n \t'\"#@.>,1\\\r\x0cדλ", max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for statement in statements(text):
        assert 1 <= statement.first <= statement.last
        assert not any(name in dir(builtins) for name in statement.binds)


def test_imports() -> None:
    found = imported_modules(
        "import torch.nn as nn, os\nfrom . import x\ndef f():\n    from numpy.linalg import norm\n!pip list"
    )
    assert found == {"torch", "os", "numpy"}
    assert "IPython" in sys.modules
    with pytest.raises(SyntaxError):
        imported_modules("import (")
