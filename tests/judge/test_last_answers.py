"""A name means what the student last wrote as an answer, and no setting that a notebook leaves behind decides a mark."""

from __future__ import annotations

import nbformat
import pytest
from bench import Bench, question

from autograder.isolation.levels import Level
from autograder.results import SubmissionResult

STUB = 'def total(numbers):\n    """The sum of a list of integers."""\n    raise NotImplementedError("total: your code here")\n'


def graded(bench: Bench, level: Level, *below: str, **replaced: str) -> SubmissionResult:
    """The solved notebook with more cells at its end."""
    notebook = bench.notebook(**replaced)
    notebook.cells += [nbformat.v4.new_code_cell(source, id=f"below{number}") for number, source in enumerate(below)]
    return bench.grade(level, notebook=notebook)


@pytest.mark.parametrize(
    ("below", "told"),
    [
        pytest.param(["total = total([1, 2])"], "replaced total by a int", id="its result"),
        pytest.param(["total = total([1, 2]).bit_length()"], "replaced total by a int", id="something of its result"),
        pytest.param(["for total in (1, 2):\n    pass"], "replaced total by a int", id="a loop's variable"),
        pytest.param(["Projector = Projector(2, 2)"], "replaced Projector by a Projector", id="a module of the class"),
        pytest.param([STUB], "as it was handed out", id="the exercise again"),
        pytest.param(["# my backup\n" + STUB.replace("The sum", "What is the sum")], "as it was handed out", id="with a comment"),
        pytest.param(["del total"], "deleted total", id="del"),
        pytest.param(["%reset -f"], "deleted", id="%reset"),
        pytest.param(["%reset -f", "x = 1"], "deleted", id="%reset and more"),
        pytest.param(["sum = 0.0"], "gave the name sum, which an answer calls, to a float", id="a built-in function"),
        pytest.param(["torch = 3"], "gave the name torch", id="a module"),
        pytest.param(["sum = 0\ntotal = total"], "gave the name sum", id="in a cell with the name"),
    ],
)  # fmt: skip
def test_the_last_real_definition_is_graded(bench: Bench, level: Level, below: list[str], told: str) -> None:
    result = graded(bench, level, *below)
    assert result.score == bench.assignment.points, [(one.name, one.cases[0].output) for one in result.questions]
    lost = [cell for cell in result.cells if cell.kind == "replaced"]
    assert any(told in cell.message for cell in lost), [str(cell.message) for cell in lost]
    assert any(told in note for note in result.notes)


def test_helpers_come_back_with_their_answers(bench: Bench, level: Level) -> None:
    answer = "import functools\nBASE = 0\ndef helper(a, b):\n    return a + b\ndef total(numbers):\n    return functools.reduce(helper, numbers, BASE)\n"
    for below in ("%reset -f", "del helper, functools, BASE, total", "helper = 3", "functools = helper = None"):
        result = graded(bench, level, below, total=answer)
        assert question(result, "total").score == 20, (below, question(result, "total").cases[0].output)


@pytest.mark.parametrize(
    ("below", "score"),
    [
        pytest.param("def total(numbers):\n    return 0\n", 0, id="a second definition"),
        pytest.param("total = lambda numbers: 0", 0, id="a lambda"),
        pytest.param("class Sum:\n    def __call__(self, numbers): return 0\ntotal = Sum()", 0, id="an object to call"),
        pytest.param("import functools\ntotal = functools.lru_cache(lambda numbers: 0)", 0, id="wrapped"),
        pytest.param("exec('def total(numbers): return 0')", 0, id="exec"),
        pytest.param("globals()['total'] = lambda numbers: 0", 0, id="globals"),
        pytest.param("%%writefile late.py\ndef total(numbers): return 0", 20, id="a file that is not imported"),
        pytest.param("if True:\n    def total(numbers): return 0", 0, id="below if"),
        pytest.param(
            "try:\n    total = nothing\nexcept NameError:\n    def total(numbers): return 0", 0, id="below except"
        ),
    ],
)
def test_a_later_definition_is_the_answer(bench: Bench, level: Level, below: str, score: float) -> None:
    result = graded(bench, level, below)
    assert (question(result, "total").score > 10) == (score > 10)
    assert not [cell for cell in result.cells if cell.kind == "replaced"]


def test_a_name_that_was_data_when_the_answer_was_written_stays_data(bench: Bench, level: Level) -> None:
    answer = "def table():\n    return [0]\ntable = table()\ndef total(numbers):\n    return sum(numbers) + table[0]\n"
    assert question(graded(bench, level, total=answer), "total").score == 20


def test_a_definition_in_two_steps_is_kept(bench: Bench, level: Level) -> None:
    answer = "def total(numbers):\n    return sum(numbers)\ndef checked(f):\n    return lambda numbers: f(list(numbers))\ntotal = checked(total)\nprint(total([1]))\ntotal = total([1])\n"
    result = graded(bench, level, total=answer)
    assert question(result, "total").score == 20


def test_an_untouched_exercise_gains_nothing(bench: Bench, level: Level) -> None:
    result = graded(bench, level, total=STUB)
    assert question(result, "total").score == 0 and not result.cells


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ("torch.set_default_dtype(torch.float64)", "torch.set_default_dtype"),
        ("torch.set_grad_enabled(False)", "torch.set_grad_enabled"),
        ("torch.use_deterministic_algorithms(True)", "torch.use_deterministic_algorithms"),
        ("torch.set_num_threads(2)", "torch.set_num_threads"),
        ("torch.set_default_device('meta')", "torch.set_default_device"),
        ("torch.autograd.set_detect_anomaly(True)", "torch.set_anomaly_enabled"),
        ("torch.set_float32_matmul_precision('medium')", "torch.set_float32_matmul_precision"),
        ("import numpy; numpy.seterr(all='raise')", "numpy.seterr"),
        ("import numpy; numpy.set_printoptions(precision=1)", "numpy.set_printoptions"),
        ("import warnings; warnings.simplefilter('error')", "warnings.filterwarnings"),
        ("import decimal; decimal.getcontext().prec = 2", "decimal.getcontext"),
    ],
)
def test_a_setting_that_is_left_behind_is_set_back_and_noted(
    bench: Bench, level: Level, setting: str, name: str
) -> None:
    told = (
        "import torch, numpy, warnings, decimal, random\n"
        "def total(numbers):\n"
        "    state = [str(torch.get_default_dtype()), torch.is_grad_enabled(), torch.get_deterministic_debug_mode(),\n"
        "             torch.get_num_threads(), str(torch.get_default_device()), torch.is_anomaly_enabled(),\n"
        "             torch.get_float32_matmul_precision(), numpy.geterr()['over'], numpy.get_printoptions()['precision'],\n"
        "             ('error', None, Warning, None, 0) in warnings.filters, decimal.getcontext().prec]\n"
        "    return sum(numbers) if state == ['torch.float32', True, 0, 1, 'cpu', False, 'highest', 'warn', 8, False, 28] else state\n"
    )
    result = graded(bench, level, setting, total=told)
    assert question(result, "total").score == 20, question(result, "total").cases[0].output
    assert result.score == bench.assignment.points
    assert [note for note in result.notes if "set back for the tests" in note and name in note]


def test_a_setting_that_a_function_changes_holds_for_its_case_alone(bench: Bench, level: Level) -> None:
    answer = "def total(numbers):\n    seen = torch.get_default_dtype()\n    torch.set_default_dtype(torch.float64)\n    return sum(numbers) if seen == torch.float32 else seen\n"
    assert question(graded(bench, level, total=answer), "total").score == 20
