"""Whatever a notebook's last cells leave behind in its process, its answers are graded as they were."""

from __future__ import annotations

import sys

import nbformat
import pytest
from bench import Bench, question

from autograder.isolation.levels import Level
from autograder.runner.patches import Builtins, Patches
from autograder.runner.settings import Settings

LEFT_BEHIND = [
    "import sys\nsys.stdout = sys.stderr = sys.stdin = None",
    "import sys\nsys.stdout.close()\nsys.stderr.close()",
    "import sys\nsys.stdout = open('log.txt', 'w')\nsys.stdout.close()",
    "import sys\nsys.stdout.write = None",
    "print = input = open = len = None",
    "import builtins\nbuiltins.print = builtins.len = builtins.sum = builtins.isinstance = None",
    "import builtins\ndel builtins.sum, builtins.abs\nbuiltins.__import__ = None",
    "import os\nos.makedirs('deep')\nos.chdir('deep')\nos.rmdir('../deep')\nos.environ.clear()\nos.umask(0o777)",
    "import sys\nsys.path.clear()\nsys.setrecursionlimit(50)\nsys.set_int_max_str_digits(640)\nsys.setswitchinterval(10)",
    "import sys\nsys.settrace(lambda *a: 1 / 0)",
    "import sys\nfor name in list(sys.modules):\n    if name.startswith(('torch', 'numpy', 'random', 'json')):\n        del sys.modules[name]",
    "import gc, logging\ngc.disable()\nlogging.disable(logging.CRITICAL)",
    "import signal\nsignal.alarm(1)\nfor number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):\n    signal.signal(number, signal.SIG_IGN)",
    "import signal\nsignal.signal(signal.SIGALRM, lambda *a: 1 / 0)\nsignal.setitimer(signal.ITIMER_REAL, 0.2, 0.2)",
    "import torch\ntorch.softmax = torch.sum = torch.tensor = torch.Tensor.sum = torch.nn.Linear = None",
    "import torch\ntorch.inference_mode().__enter__()\ntorch.no_grad().__enter__()\ntorch.set_printoptions(precision=1)",
    "import torch\ntorch.set_flush_denormal(True)\ntorch.nn.modules.module.register_module_forward_hook(lambda *a: 1 / 0)",
    "import math, time, random, os, json\nmath.floor = time.time = random.seed = os.getcwd = json.dumps = None",
    "import numpy\nnumpy.sum = numpy.array = numpy.random.seed = None\nnumpy.seterr(all='raise')",
    "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (3, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))",
    "import warnings, decimal\nwarnings.simplefilter('error')\ndecimal.getcontext().rounding = decimal.ROUND_UP\ndecimal.getcontext().prec = 1",
]  # fmt: skip
ANSWER = """
import decimal, json, math, os, random, sys, time
def total(numbers):
    print("summing", len(numbers), file=sys.stderr, flush=True)
    time.sleep(0.3)
    def deep(n):
        return 0 if n == 0 else deep(n - 1)
    deep(200)
    with open("note.txt", "w") as stream:
        stream.write(json.dumps([os.getcwd(), time.time(), random.random(), os.environ["PATH"]]))
    import torch, numpy
    layer = torch.nn.Linear(1, 1)
    layer(torch.tensor([1.0])).sum().backward()
    assert layer.weight.grad is not None and str(torch.tensor(0.12345)) == "tensor(0.1235)"
    assert numpy.sum(numpy.array([1])) == 1 and decimal.Decimal(1) / 3 > decimal.Decimal("0.33333333")
    assert int("1" + "0" * 1000) and sys.float_info.min / 2 > 0
    return math.floor(sum(numbers))
"""


def test_nothing_that_is_left_behind_decides_a_mark(bench: Bench, level: Level) -> None:
    """One notebook with each; what is wrong in one of them is found by leaving out the others."""
    missed = _missed(bench, level, LEFT_BEHIND)
    assert not missed, (missed, [cell for cell in LEFT_BEHIND if _missed(bench, level, [cell])])


def _missed(bench: Bench, level: Level, cells: list[str]) -> str:
    """What went wrong; empty where nothing did."""
    notebook = bench.notebook(total=ANSWER)
    notebook.cells += [nbformat.v4.new_code_cell(source, id=f"below{number}") for number, source in enumerate(cells)]
    result = bench.grade(level, notebook=notebook)
    if result.score == bench.assignment.points and any("set back for the tests" in note for note in result.notes):
        return ""
    outputs = [str(case.output) for case in question(result, "total").cases]
    return f"{result.score} {result.status} {result.detail} {outputs} {[str(note) for note in result.notes]}"


def test_what_a_notebook_adds_stays_its_own(bench: Bench, level: Level) -> None:
    first = (
        "import sys, os, builtins, random\nsys.path.append('more')\nsys.setrecursionlimit(5000)\nos.environ['MY_KEY'] = 'k'\n"
        "builtins.shared = 1\nbuiltins.sum = lambda numbers: 42\nassert sum([1]) == 42"
    )
    second = "assert sum([1]) == 42 and shared == 1\nseen = True"
    answer = (
        "import os, sys\ndef total(numbers):\n"
        "    assert seen and shared and 'more' in sys.path and os.environ['MY_KEY'] == 'k' and sys.getrecursionlimit() == 5000\n"
        "    return sum(numbers)\n"
    )
    notebook = bench.notebook(first, total=answer)
    notebook.cells.insert(1, nbformat.v4.new_code_cell(second, id="second"))
    result = bench.grade(level, notebook=notebook)
    assert result.score == bench.assignment.points, question(result, "total").cases[0].output
    assert not [cell for cell in result.cells if cell.failed]
    assert [note for note in result.notes if "builtins.sum" in note]


def test_putting_back_is_quick_and_finds_nothing_where_nothing_was_changed() -> None:
    settings, builtins, patches = Settings(), Builtins(), Patches()
    builtins.before_cell()
    builtins.after_cell()
    assert settings.put_back() == [] and builtins.replaced() == [] and patches.put_back() == []


def test_the_path_stays_the_same_object() -> None:
    settings, before = Settings(), sys.path
    held = list(sys.path)
    try:
        sys.path.clear()
        assert "sys.path" in settings.put_back() and sys.path == held and sys.path is before
    finally:
        sys.path[:] = held


FIGURES = """
import matplotlib.pyplot as plt, weakref
{before}
kept = [weakref.ref(plt.figure()) for _ in range(3)]
"""
LATER = "gone = [one() is None for one in kept]"
COUNTED = "def total(numbers):\n    return sum(numbers) if gone == {all_gone} else None\n"


@pytest.mark.parametrize(("before", "all_gone"), [("", [True] * 3), ("import gc\ngc.disable()", [False] * 3)])
def test_figures_that_a_cell_leaves_open_are_closed_and_their_memory_is_free(
    bench: Bench, level: Level, before: str, all_gone: list[bool]
) -> None:
    """Parts of a figure hold each other, and the collector comes seldom. A notebook that has switched it off keeps what it has."""
    result = bench.grade(
        level, first=FIGURES.format(before=before), last=LATER, total=COUNTED.format(all_gone=all_gone)
    )
    assert result.score == bench.assignment.points, result.detail
