"""What set-up cells import for pictures is loaded in the judge by whoever uses it, and by nobody else."""

from __future__ import annotations

import ast
import inspect
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.judge.reference import importable
from autograder.judge.when_used import WhenUsed, load_what_is_named, waits

ROOT = Path(__file__).resolve().parents[2]
MODULE = "late_pictures_for_this_test"
SIBLING = "late_colours_for_this_test"
COUNTED = "runs_of_late_pictures"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Given files: a module that counts how often it is run, and one that it imports."""
    (tmp_path / f"{MODULE}.py").write_text(
        f"import builtins\nfrom pathlib import Path\nfrom {SIBLING} import RED\n"
        f"builtins.{COUNTED} = getattr(builtins, '{COUNTED}', 0) + 1\nHERE = Path.cwd()\n"
        "if (HERE / 'broken').exists():\n    raise OSError('broken')\n"
    )
    (tmp_path / f"{SIBLING}.py").write_text("RED = 'red'\n")
    yield tmp_path
    for name in (MODULE, SIBLING):
        sys.modules.pop(name, None)
    vars(sys.modules["builtins"]).pop(COUNTED, None)


def runs() -> int:
    return vars(sys.modules["builtins"]).get(COUNTED, 0)


def imported(folder: Path, line: str) -> dict[str, object]:
    """The names that a line of imports binds, as in a set-up cell."""
    names: dict[str, object] = {}
    with importable(folder), WhenUsed(folder, lambda: importable(folder)).finding():
        exec(line, names)
    return names


def test_it_is_run_once_by_whoever_uses_it_first(folder: Path) -> None:
    pictures = imported(folder, f"import {MODULE} as pictures")["pictures"]
    assert waits(pictures) and runs() == 0
    assert pictures.RED == "red" and folder == pictures.HERE  # type: ignore[attr-defined]
    assert imported(folder, f"import {MODULE} as pictures")["pictures"] is pictures
    assert not waits(pictures) and runs() == 1 and not hasattr(pictures, "nothing")


@pytest.mark.parametrize("what", ["RED", "*"])
def test_importing_names_from_it_is_using_it(folder: Path, what: str) -> None:
    assert imported(folder, f"from {MODULE} import {what}")["RED"] == "red" and runs() == 1


def test_who_looks_through_all_modules_does_not_use_it(folder: Path) -> None:
    pictures = imported(folder, f"import {MODULE} as pictures")["pictures"]
    inspect.getmodule(eval("lambda: 0", {"__name__": "nowhere"}))
    assert "__file__" in vars(pictures) and not hasattr(pictures, "__wrapped__")
    assert waits(pictures) and runs() == 0


def test_a_module_that_failed_is_tried_again(folder: Path) -> None:
    pictures = imported(folder, f"import {MODULE} as pictures")["pictures"]
    (folder / "broken").touch()
    with pytest.raises(OSError, match="broken"):
        pictures.RED  # type: ignore[attr-defined]  # noqa: B018
    assert waits(pictures)
    (folder / "broken").unlink()
    assert folder == pictures.HERE and runs() == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "loaded"), [("pictures.show(x)", True), (f"import {MODULE}", True), ("# no picturesque text", False)]
)
def test_what_tests_and_solutions_name_is_loaded_before_the_first_case(folder: Path, text: str, loaded: bool) -> None:
    names = imported(folder, f"import {MODULE} as pictures")
    load_what_is_named(names, ["x = 1", text])
    assert waits(names["pictures"]) is not loaded


def set_up(folder: Path, cell: str, *texts: str) -> dict[str, object]:
    """The names of a set-up cell, without what no text uses."""
    late = WhenUsed(folder, lambda: importable(folder))
    tree = ast.parse(cell)
    names = late.single_names(tree, texts)
    with importable(folder), late.finding():
        exec(compile(tree, "cell", "exec"), names)
    return names


def test_single_names_that_nobody_uses_wait_too(folder: Path) -> None:
    (folder / f"{MODULE}.py").open("a").write("def painted(what, colour=RED):\n    return f'{colour} {what}'\n")
    names = set_up(folder, f"from {MODULE} import RED, painted as paint\nfrom math import pi\n", "pi, repaint, REDDER")
    assert runs() == 0 and names["pi"] == math.pi
    assert names["paint"]("door", colour="blue") == "blue door" and names["RED"].upper() == "RED"  # type: ignore
    assert runs() == 1


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (f"from {MODULE} import RED", "def solution():\n    return RED"),
        (f"from {MODULE} import RED as ROUGE, HERE", "the_colour(ROUGE)"),
        (f"from {MODULE} import RED\nprint(RED)", ""),
        (f"from {MODULE} import *", ""),
        (f"if True:\n    from {MODULE} import RED", ""),
    ],
)
def test_a_name_that_something_uses_is_itself(folder: Path, line: str, text: str) -> None:
    names = set_up(folder, line, "x = 1", text)
    assert "red" in names.values() and runs() == 1


A_JUDGE = """\
import sys
from autograder import startup
startup.prepare()
from autograder.authoring.catalogue import find_assignment
from autograder.grading.staging import given_files
startup.leave_out_otters_front()
from autograder.judge.answer_key import AnswerKey
assignment = find_assignment(sys.argv[1])
with given_files(assignment) as given:
    key = AnswerKey(assignment, given)
    print('MODULES', *sys.modules)
    with key.at_given_files():
        eval(sys.argv[2], key.reference)  # who does ask gets it
"""


@pytest.mark.parametrize(
    ("assignment", "asks"),
    [("01_tokenization", "chips(['one', 'two'])._repr_html_"), ("03_attention", "pictures.plt.figure")],
)
def test_a_judge_imports_nothing_that_draws_or_reads_notebooks(assignment: str, asks: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", A_JUDGE, assignment, asks], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    modules = set(done.stdout.partition("MODULES ")[2].split())
    assert "torch" in modules
    assert not {"matplotlib.figure", "PIL", "IPython", "nbformat", "jsonschema", "jupytext", "pandas"} & modules


TWO_FOLDERS = """\
import shutil, sys, tempfile
from pathlib import Path
from autograder.judge.reference import importable
from autograder.judge.when_used import WhenUsed

def used_in(folder, cell):
    folder.mkdir()
    with importable(folder), WhenUsed(folder, lambda: importable(folder)).finding():
        exec(cell, {})

with tempfile.TemporaryDirectory() as name:
    used_in(Path(name, 'first'), 'import matplotlib.pyplot as plt')
    shutil.rmtree(Path(name, 'first'))
    used_in(Path(name, 'second'), 'from matplotlib import ticker\\nimport matplotlib.pyplot as plt\\nplt.figure')
"""


def test_a_library_outlives_the_folder_that_it_was_first_asked_for_in() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TWO_FOLDERS], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
