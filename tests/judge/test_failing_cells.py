"""A line that fails costs what depends on it and no more, and what happened is said: to student, grader and class."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bench import Bench, question

from autograder.isolation.levels import Level
from autograder.reports.html import write_feedback, write_html_report
from autograder.reports.statistics import class_figures
from autograder.results import CellOutcome, SubmissionResult

RIGHT = "def total(numbers):\n    return sum(numbers)\n"


def cell_of(result: SubmissionResult, kind: str) -> CellOutcome:
    (cell,) = [cell for cell in result.cells if cell.kind == kind]
    return cell


@pytest.mark.parametrize(
    ("above", "line", "error"),
    [
        pytest.param("import seaborn as sns\n", 1, "ModuleNotFoundError", id="a convenience package"),
        pytest.param("import math, seaborn, json\n", 1, "ModuleNotFoundError", id="one of three imports"),
        pytest.param("from math import pi, nothing, tau\n", 1, "ImportError", id="one of three names"),
        pytest.param("from google.colab import drive\ndrive.mount('/content/drive')\n", 1, "ModuleNotFoundError", id="Colab"),
        pytest.param("from kaggle_secrets import UserSecretsClient\nkey = UserSecretsClient().get_secret('x')\n", 1,
                     "ModuleNotFoundError", id="Kaggle"),
        pytest.param("data = open('mine.csv').read()\nprint(len(data))\n", 1, "FileNotFoundError", id="a file"),
        pytest.param("import urllib.request\nurllib.request.urlopen('https://example.org')\n", 2, "URLError", id="the network"),
        pytest.param("size = int(input('size? '))\n", 1, "ValueError", id="a prompt for a number"),
        pytest.param("import subprocess, sys\nsubprocess.check_call([sys.executable, '-m', 'pip', 'install', 'einops'])\n",
                     2, "CalledProcessError", id="pip by subprocess"),
        pytest.param("import torch\nassert torch.cuda.is_available(), 'no GPU'\n", 2, "AssertionError", id="an assertion"),
        pytest.param("print(undefined_yet)\n", 1, "NameError", id="a name of a cell that is gone"),
        pytest.param("%%time\nprint(undefined_yet)\n", 2, "NameError", id="under %%time"),
        pytest.param("%run nowhere.ipynb\nimport seaborn\n", 1, "Exception", id="a magic"),
    ],
)  # fmt: skip
def test_what_stands_below_and_does_not_depend_on_it_runs(
    bench: Bench, level: Level, above: str, line: int, error: str
) -> None:
    result = bench.grade(level, total=above + "import math\nSTART = 0\n" + RIGHT)
    assert result.score == bench.assignment.points, result.detail
    cell = cell_of(result, "raised")
    assert (cell.exercise, cell.line, cell.error) == ("total", line, error)
    assert cell.source == above.split("\n")[line - 1]
    assert str(result.detail) == str(cell.told())


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("%store -r\n", id="%store"),
        pytest.param("%store -r nothing\n", id="%store of a name"),
        pytest.param("%connect_info\n%qtconsole\n%autosave 60\n%clear\n%less x\n", id="ipykernel's"),
        pytest.param("%tensorflow_version 2.x\n", id="Colab's"),
        pytest.param("%matplotlib widget\n%config InlineBackend.figure_format = 'retina'\n", id="of pictures"),
        pytest.param("%load_ext autoreload\n%autoreload 2\n", id="autoreload"),
        pytest.param("%load_ext nowhere\n", id="an extension that is missing"),
        pytest.param("%%wandb\n", id="a cell magic of a package"),
        pytest.param("%%capture\n", id="%%capture"),
        pytest.param("!pip install -q einops\n%pip install transformers datasets\n", id="pip"),
        pytest.param("!conda install -y seaborn\n%conda install seaborn\n!apt-get install -y ffmpeg\n", id="conda"),
        pytest.param("!pip install einops && echo done\nout = !pip install x\n", id="pip with more"),
        pytest.param("name = input('Your name: ')\nwhile not name and input('really? '):\n    pass\n", id="a prompt"),
        pytest.param("import getpass\npassword = getpass.getpass()\n", id="a password"),
        pytest.param("exit(0)\nquit()\nexit(keep_kernel=True)\n", id="exit"),
    ],
)
def test_what_a_plain_kernel_or_another_front_end_knows_takes_nothing_with_it(
    bench: Bench, level: Level, above: str
) -> None:
    result = bench.grade(level, total=above + RIGHT)
    assert result.score == bench.assignment.points, result.detail
    assert result.status == "graded"


def test_every_magic_of_a_plain_kernel_is_known() -> None:
    from ipykernel.zmqshell import ZMQInteractiveShell
    from IPython.core.interactiveshell import InteractiveShell

    from autograder.runner.shell import GradingShell, make_shell

    InteractiveShell.clear_instance()  # another test may have left a plain one
    ours = make_shell().magics_manager.magics
    try:
        theirs = ZMQInteractiveShell().magics_manager.magics
        for kind in ("line", "cell"):
            assert theirs[kind].keys() - ours[kind].keys() == set()
    finally:
        GradingShell.clear_instance()


def test_what_was_asked_of_the_front_end_is_noted(bench: Bench, level: Level) -> None:
    result = bench.grade(
        level, total="!pip install einops\n%tensorflow_version 2.x\nname = input('who')\nexit()\n" + RIGHT
    )
    notes = [str(note) for note in result.notes]
    assert [note for note in notes if "pip install einops" in note and "nothing is installed" in note]
    assert [note for note in notes if "%tensorflow_version 2.x" in note and "did nothing" in note]
    assert [note for note in notes if "input('who')" in note and "answered with nothing" in note]
    assert [note for note in notes if "exit did nothing" in note]


@pytest.mark.parametrize(
    ("source", "not_run"),
    [
        pytest.param(RIGHT + "raise RuntimeError('stop here')\ndef total(numbers):\n    return 0\n", 2, id="raise"),
        pytest.param(RIGHT + "import sys\nsys.exit()\ntotal = None\n", 1, id="exit"),
        pytest.param(RIGHT + "1 / 0\ntotal = [].append(total)\n", 1, id="a call below an error"),
        pytest.param("import nowhere as base\ntotal = base.total\n" + RIGHT, 1, id="what uses what was lost"),
        pytest.param(
            "scale = open('nowhere').read()\nscale2 = scale * 2\nother = scale2 + 1\n" + RIGHT, 2, id="in a chain"
        ),
    ],
)
def test_what_depends_on_it_or_was_stopped_does_not_run(bench: Bench, level: Level, source: str, not_run: int) -> None:
    result = bench.grade(level, total=source)
    assert result.score == bench.assignment.points, result.detail
    assert cell_of(result, "raised").lines_not_run == not_run


@pytest.mark.parametrize(
    ("source", "line", "shown"),
    [
        pytest.param("```python\n" + RIGHT + "```\n", 1, "```python", id="a fence"),
        pytest.param("def total(numbers):\n\u00a0\u00a0return sum(numbers)\n", 2, "return sum(numbers)", id="spaces that do not break"),
        pytest.param("\u200b" + RIGHT, 1, "def total", id="a mark that nobody sees"),
        pytest.param("def total(numbers:\n    return sum(numbers)\n", 1, "def total(numbers:", id="a bracket"),
        pytest.param("def total(numbers):\nreturn sum(numbers)\n", 2, "return sum(numbers)", id="no indentation"),
        pytest.param("x = 1\ntotal = lambda numbers: sum(numbers\n", 2, "total = lambda", id="an assignment"),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_python_is_why_a_name_is_missing(
    bench: Bench, level: Level, source: str, line: int, shown: str
) -> None:
    result = bench.grade(level, total=source)
    cell = cell_of(result, "no_python")
    assert (cell.exercise, cell.line) == ("total", line) and shown in cell.source
    for case in question(result, "total").cases:
        assert "does not define total" in case.output and "is no valid Python" in case.output, case.output
        assert f"line {line}" in case.output and "ipython-input" not in case.output
    assert "is no valid Python" in result.detail


def test_a_cell_that_stops_before_its_definition_is_why_too(bench: Bench, level: Level) -> None:
    result = bench.grade(level, total="raise ValueError('not yet')\n" + RIGHT)
    (output, *_) = [str(case.output) for case in question(result, "total").cases]
    assert "does not define total" in output and "stopped at line 1, raise ValueError('not yet')" in output
    assert "lines below it that did not run: 2" in output


def test_a_cell_that_was_cut_short_is_among_them(bench: Bench, level: Level) -> None:
    with bench.soon_over():
        result = bench.grade(level, total="while True: pass\n" + RIGHT)
    cell = cell_of(result, "cut")
    assert cell.exercise == "total" and "took more than" in cell.message


def without_set_up(bench: Bench, *extra: str) -> dict[str, Any]:
    notebook = bench.notebook()
    notebook.cells = [cell for cell in notebook.cells if "setup" not in cell.metadata.get("tags", [])]
    cells = [nbformat.v4.new_code_cell(source, id=f"extra{number}") for number, source in enumerate(extra)]
    notebook.cells = cells + notebook.cells
    return notebook


@pytest.mark.parametrize("changed", [(), ("raise SystemExit\nimport torch",), ("import seaborn; import torch as t",)])
def test_the_assignments_own_set_up_is_made_good(bench: Bench, level: Level, changed: tuple[str, ...]) -> None:
    result = bench.grade(level, notebook=without_set_up(bench, *changed))
    assert result.score == bench.assignment.points, [question.cases for question in result.questions]


def test_that_it_was_is_said_where_it_matters(bench: Bench, level: Level) -> None:
    cell = cell_of(bench.grade(level, notebook=without_set_up(bench)), "set_up")
    assert "torch came from the assignment's own" in cell.message
    assert bench.grade(level).cells == []


def test_the_cells_are_stored_and_shown_before_the_checks_and_in_the_class_report(
    bench: Bench, level: Level, tmp_path: Path
) -> None:
    result = bench.grade(level, total="import seaborn as sns\n" + RIGHT, scores="x = (\n")
    again = SubmissionResult.from_gradescope(json.loads(json.dumps(result.to_gradescope())))
    assert again.cells == result.cells and len(again.cells) == 2
    (page,) = write_feedback([result], tmp_path, title="10")
    text = page.read_text(encoding="utf-8")
    assert text.index("seaborn") < text.index('class="question"')
    figures = class_figures([result, again])
    assert figures.failed_cells[0].count == 2
    index = write_html_report([result, again], tmp_path / "report", title="10").read_text(encoding="utf-8")
    assert "Cells that failed most" in index and "import seaborn as sns" in index
    told = result.cells[0].told().translated(lambda text: f"<{text}>")
    assert told.startswith("<") and "import seaborn as sns" in told


def test_an_exercise_that_nobody_has_done_is_no_failed_cell(bench: Bench, level: Level) -> None:
    result = bench.grade(
        level, total='def total(numbers):\n    raise NotImplementedError("total: your code here")\n\n\ntotal([1])\n'
    )
    assert result.detail == "" and not [cell for cell in result.cells if cell.failed]
