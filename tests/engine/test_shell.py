"""The shell takes short cuts round IPython's search for magics. What comes out must be what IPython would have made of it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

CELLS = {
    "plain": "x = 1\ny = x % 2\n",
    "no newline at the end": "x = 1\ny = 2",
    "one line": "x = 1",
    "magic alone": "%matplotlib inline",
    "magic among lines": "import os\n%matplotlib inline\nx = 1",
    "cell magic": "%%bash\necho hello",
    "cell magic behind an empty line": "\n%%prun\nx = 1",
    "shell": "files = !ls\nprint(files)",
    "assigned magic": "where = %pwd\nprint(where)",
    "help": "x = 1\nx?",
    "bare name of a magic": "pwd",
    "bare name among lines": "x = 1\npwd",
    "leading blanks": "    x = 1\n    y = 2",
    "empty lines first": "\n\nx = 1\ny = 2\n",
    "percent in brackets": "x = (5\n% 3)\ny = 1",
    "percent behind a backslash": "x = 5 \\\n  % 3\ny = 1",
    "percent in a text": 'x = """\n%time y\n!ls\n"""\ny = 1',
    "blanks on an empty line of a text": 'x = """a\n   \nb"""\ny = 1',
    "prompts": ">>> x = 1\n>>> y = 2",
    "prompts in a docstring": 'def f():\n    """Doc.\n\n    >>> f()\n    """\n    return 1\n',
    "numbered prompts": "In [1]: x = 1\nIn [2]: y = 2",
    "a numbered prompt that parses": "In [1]: x\ny = 2",
    "a continued prompt": "x = 1\n   ...: y = 2",
    "top-level await": "import asyncio\nawait asyncio.sleep(0)\n",
    "async at the top": "async def f():\n    return 1\nasync with f() as g:\n    pass\n",
    "async inside only": "async def f():\n    await g()\n\nx = 1",
    "async in words": "asynchronous = 1\nawaited = 2",
    "no Python": "def f(:\n    pass\n",
    "a class": "class A:\n    def f(self):\n        return 1\n\n\nA().f()\n",
    "semicolon": "x = 1\nx;",
    "form feed": "x = 1\n\x0cy = 2",
}
COMPARE = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
from autograder.runner.shell import make_shell
shell = make_shell()
def ways(cell):
    ours, theirs = shell.transform_cell(cell), InteractiveShell.transform_cell(shell, cell)
    return [ours, theirs, bool(shell.should_run_async(cell, transformed_cell=ours)),
            bool(InteractiveShell.should_run_async(shell, cell, transformed_cell=theirs))]
json.dump({name: ways(cell) for name, cell in json.load(sys.stdin).items()}, sys.stdout)
"""


@pytest.fixture(scope="module")
def both() -> dict[str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", COMPARE], input=json.dumps(CELLS), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_becomes_what_ipython_makes_of_it(both: dict[str, list[str]], name: str) -> None:
    ours, theirs, _, _ = both[name]
    assert ours.lstrip("\n") == theirs  # empty lines first only move the numbers of lines


@pytest.mark.parametrize("name", CELLS)
def test_it_runs_on_a_loop_where_ipython_would(both: dict[str, list[str]], name: str) -> None:
    _, _, ours, theirs = both[name]
    assert ours == theirs
