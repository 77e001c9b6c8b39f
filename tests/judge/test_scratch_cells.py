"""What a cell below the answers does to names that they use: the answers keep what they saw, and a helper's last words count."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder.runner.answers import Answers

GIVEN = {name: ["first", f"def {name}(numbers):\n    raise NotImplementedError\n"] for name in ("total", "softmax")}
CHECK = "check('first')"
ANSWER = (
    "import math\nimport numpy as np\nSCALE = 1\nclass Box:\n    def __init__(self, x): self.x = x\n"
    "def add(a, b):\n    return a + b\n"
    "def total(numbers):\n    result = 0\n    for number in numbers:\n        result = add(result, number)\n"
    "    assert result == sum(numbers) and abs(-1) == 1 and max(numbers) >= min(*numbers)\n"
    "    return Box(math.floor(np.mean([result])) * SCALE).x\n"
    "def softmax(numbers):\n    return [number / sum(numbers) for number in numbers]\n"
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of a notebook, in which no library lies."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)


def after(*cells: str) -> tuple[dict[str, object], list[list[object]]]:
    """The names of a notebook when all its cells have run, and what it is told."""
    names: dict[str, object] = {"__name__": "__main__"}
    answers = Answers(names)
    names["check"] = answers.checked
    answers.ask(GIVEN)
    for number, source in enumerate(cells, start=1):
        answers.before_cell(number)
        exec(compile(answers.visit(ast.parse(source)), f"cell {number}", "exec"), names)
        answers.after_cell()
    return names, answers.settle()


SCRATCH = [
    "from torch import *", "from numpy import *", "from math import *\nsum = prod", "from torch.nn.functional import *",
    "from operator import *", "from numpy import sum, abs, max, min", "from scipy.special import softmax",
    "import torch.nn.functional as softmax", "import random as math", "import torch as np", "sum = abs = max = 0",
    "def sum(*args): return -1", "class abs: pass", "for max in range(3): pass", "import torch; softmax = torch.softmax",
    "import torch; softmax = torch.nn.Softmax(-1)", "import functools, torch; softmax = functools.partial(torch.softmax, dim=-1)",
    "with open('x', 'w') as total: pass", "(softmax, total) = (1, 2)", "math = np = None", "Box = dict", "add = 'a'",
    "from operator import add\nadd = max", "exec('sum = 3')", "globals().update(sum=1, abs=2, math=3)", "import builtins; print = input = open = sum = builtins",
    "try:\n    import nothing as np\nexcept ImportError:\n    np = None", "import numpy; math = numpy",
    "if (sum := 3): pass", "del add, Box, math, np, SCALE", "[total := n for n in range(3)]", "%reset",
]  # fmt: skip


@pytest.mark.parametrize("check", ["", CHECK])
@pytest.mark.parametrize("scratch", SCRATCH)
def test_answers_keep_what_they_use(scratch: str, check: str) -> None:
    cell = (
        "globals_ = globals(); [globals_.pop(n) for n in list(globals_) if n[0] != '_']"
        if scratch == "%reset"
        else scratch
    )
    names, told = after(ANSWER, check, cell)
    assert names["total"]([1, 2]) == 3 and names["softmax"]([1, 3]) == [0.25, 0.75]  # type: ignore[operator]
    assert told and all(entry[3] == 3 for entry in told), told
    assert not [entry for entry in told if entry[1] == "stub"]


@pytest.mark.parametrize(
    ("scratch", "name"),
    [
        ("SCALE = 7", "SCALE"),
        ("def add(a, b): return None", "add"),
        ("add = lambda a, b: 0", "add"),
        ("class Box:\n    x = 3\n    def __init__(self, x): pass", "Box"),
        ("SCALE = [1]", "SCALE"),
        ("SCALE = add = Box = None", "SCALE"),
        ("for SCALE in range(5): pass", "SCALE"),
    ],
)
def test_what_a_check_saw_is_what_is_tested(scratch: str, name: str) -> None:
    names, told = after(ANSWER, CHECK, scratch)
    assert names["total"]([1, 2]) == 3  # type: ignore[operator]
    assert name in [entry[0] for entry in told]


def test_what_is_mended_before_the_last_check_counts() -> None:
    wrong = ANSWER.replace("return a + b", "return 0").replace("SCALE = 1", "SCALE = 5")
    mended = "def add(a, b): return a + b\nSCALE = 1"
    for cells in ((wrong, mended, CHECK), (wrong, CHECK, mended, CHECK), (wrong, mended)):
        names, told = after(*cells)
        assert names["total"]([1, 2]) == 3 and not told  # type: ignore[operator]


def test_what_is_made_after_the_check_is_there() -> None:
    answer = "INDEX = None\nKNOWN = {}\ndef total(numbers): return INDEX[numbers[0]] + KNOWN['a'] + later\n"
    names, told = after(answer, CHECK, "INDEX = {1: 2}\nKNOWN = {'a': 1}\nlater = 3")
    assert names["total"]([1]) == 6 and not told  # type: ignore[operator]


def test_a_counter_of_the_answers_own_counts_on() -> None:
    answer = "calls = 1\ndef total(numbers):\n    global calls\n    calls += 1\n    return calls\n"
    names, told = after(answer, CHECK, "total([])\ntotal([])")
    assert names["total"]([]) == 4 and not told  # type: ignore[operator]


def test_a_library_is_an_answer_where_it_is_the_only_one_or_was_checked() -> None:
    for cells in (
        ("import numpy\nfrom numpy import sum as total",),
        ("def total(numbers): return 0", "import numpy\ntotal = numpy.sum", CHECK),
        ("def total(numbers): return 0", "import numpy\ntotal = numpy.sum\n" + CHECK, "total = 3"),
    ):
        assert after(*cells)[0]["total"]([1, 2]) == 3  # type: ignore[operator]


def test_an_untouched_exercise_gains_nothing_from_a_library() -> None:
    stub = GIVEN["softmax"][1]
    names, _ = after("from torch import *", stub, CHECK)
    with pytest.raises(NotImplementedError):
        names["softmax"]([1])  # type: ignore[operator]


def test_a_module_that_was_handed_in_is_the_students(tmp_path: Path) -> None:
    (tmp_path / "my_own_answers.py").write_text("def total(numbers): return 7\ndef add(a, b): return 9\n")
    assert after(ANSWER, "from my_own_answers import *")[0]["total"]([1]) == 7  # type: ignore[operator]
    assert after(ANSWER, "import my_own_answers\ntotal = my_own_answers.total")[0]["total"]([1]) == 7  # type: ignore[operator]
    assert after("import numpy as np\n" + ANSWER, "import numpy as np\nimport math")[1] == []
