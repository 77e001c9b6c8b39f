"""Where an exercise builds on an earlier one that is wrong, the right one is lent by callback, and the result says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import Bench, question

from autograder.grading.worker import Rules, grade_one
from autograder.intake import Submission
from autograder.isolation.levels import Level
from autograder.reports.html import write_html_report
from autograder.results import Status, SubmissionResult

WRONG = "def total(numbers):\n    return 1 + sum(numbers)\n"


def scores_of(result: SubmissionResult) -> dict[str, float]:
    return {one.name: one.score for one in result.questions}


def test_one_mistake_costs_its_own_points_only(bench: Bench, level: Level) -> None:
    result = bench.grade(level, total=WRONG)
    assert scores_of(result) == {"total": 0, "centre": 20, "scores": 20, "Projector": 20, "average": 20}
    assert {one.name: one.lent for one in result.questions if one.lent} == {"average": ["total"]}


def test_through_a_helper_too(bench: Bench, level: Level) -> None:
    average = "def helper(numbers):\n    return total(numbers)\ndef average(numbers):\n    return helper(numbers) / len(numbers)\n"
    result = bench.grade(level, total=WRONG, average=average)
    assert question(result, "average").score == 20 and question(result, "average").lent == ["total"]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("def total(numbers):\n    while True: pass\n", id="never returns"),
        pytest.param("import os\ndef total(numbers):\n    os._exit(0)\n", id="ends its process"),
        pytest.param("def total(numbers):\n    raise ValueError\n", id="raises"),
        pytest.param("def total(numbers:\n", id="is no Python"),
    ],
)
def test_however_the_earlier_one_fails(bench: Bench, level: Level, wrong: str) -> None:
    with bench.soon_over():
        result = bench.grade(level, total=wrong)
    assert question(result, "total").score == 0
    assert question(result, "average").score == 20 and question(result, "average").lent == ["total"]


@pytest.mark.parametrize(
    "average",
    [
        pytest.param(
            "def average(numbers):\n    return (total(numbers)\n        % 1000000 / len(numbers))\n",
            id="operator first",
        ),
        pytest.param(
            "if True:\n    def average(numbers):\n        return total(numbers) / len(numbers)\n", id="below if"
        ),
        pytest.param("%%time\ndef average(numbers):\n    return total(numbers) / len(numbers)\n", id="timed"),
        pytest.param(
            "exec('def average(numbers):\\n    return total(numbers) / len(numbers)')\nmean = total\n", id="exec"
        ),
    ],
)
def test_however_it_is_written(bench: Bench, level: Level, average: str) -> None:
    result = bench.grade(level, total=WRONG, average=average)
    expected = [] if "exec" in average else ["total"]  # what a text that is run will use is not looked for
    assert question(result, "average").lent == expected


@pytest.mark.parametrize("cell", ["from helpers import average\n", "import helpers\naverage = helpers.average\n"])
def test_what_was_handed_in_as_a_module(bench: Bench, level: Level, cell: str) -> None:
    module = b"def total(numbers):\n    return 1 + sum(numbers)\ndef average(numbers):\n    return total(numbers) / len(numbers)\n"
    result = bench.grade(level, total="from helpers import total\n", average=cell, files={"helpers.py": module})
    assert question(result, "total").score == 0
    assert question(result, "average").score == 20 and question(result, "average").lent == ["total"]


def test_nothing_is_lent_to_an_exercise_that_is_wrong_itself(bench: Bench, level: Level) -> None:
    result = bench.grade(level, total=WRONG, average="def average(numbers):\n    return total(numbers) + 1\n")
    assert question(result, "average").score == 0 and question(result, "average").lent == []


def test_nothing_is_lent_to_a_skeleton_that_nobody_has_touched(
    bench: Bench, level: Level, monkeypatch: pytest.MonkeyPatch
) -> None:
    skeleton = "def average(numbers):\n    return total(numbers) / len(numbers)\n"
    monkeypatch.setitem(bench.answer_key.released, "average", skeleton)
    untouched = question(bench.grade(level, total=WRONG, average=skeleton), "average")
    assert untouched.score == 0 and untouched.lent == []
    own = question(bench.grade(level, total=WRONG, average=f"# mine\n{skeleton}"), "average")
    assert own.score == 20 and own.lent == ["total"]


def test_nothing_is_lent_where_nothing_is_wrong(bench: Bench, level: Level) -> None:
    result = bench.grade(level)
    assert result.score == 100 and not any(one.lent for one in result.questions)


def test_nothing_is_lent_where_the_rules_say_so(bench: Bench, level: Level) -> None:
    submission = Submission("a", "A", "a.ipynb", bench.notebook(total=WRONG), digest="0")
    rules = Rules(follow_through=False)
    result = grade_one(bench.answer_key, bench.sandbox(level).slots[0], submission, rules).result
    assert question(result, "average").score == 0 and not any(one.lent for one in result.questions)


def test_a_loan_does_not_repair_the_exercise_that_was_wrong(bench: Bench, level: Level) -> None:
    """A student who keeps what was lent has no exercise left to use it in."""
    keeps = """
def average(numbers):
    globals()["kept"] = total
    return total(numbers) / len(numbers)
def total(numbers):
    return kept(numbers) if "kept" in globals() else None
"""
    result = bench.grade(level, last=keeps)
    assert question(result, "total").score == 0


def test_the_solutions_source_never_enters_the_child(bench: Bench, level: Level) -> None:
    """What is lent is a stub: neither it nor the process's objects hold a line of the solution."""
    look = """
import dis, gc
def sources(thing):
    code = getattr(thing, "__code__", None)
    return [code.co_filename, *map(str, code.co_consts), *code.co_names] if code else []
def average(numbers):
    texts = sources(total) + [str(cell.cell_contents) for cell in total.__closure__ or ()]
    texts += [text for thing in gc.get_objects() if type(thing) is dict for text in thing.values() if type(text) is str]
    wanted = "".join(("BEGIN ", "SOLUTION"))
    found = any(wanted in text for text in texts) or "sum" in sources(total)
    return None if found else total(numbers) / len(numbers)
"""
    assert question(bench.grade(level, total=WRONG, average=look), "average").score == 20
    planted = f"{look}\ntotal = lambda numbers: sum(numbers)\nplanted = '# BEGIN ' + str('SOLUTION')\n"
    assert question(bench.grade(level, last=planted), "average").score == 0, "the look does not see what is there"


def test_a_lent_function_refuses_what_would_cost_the_judge_too_much(bench: Bench) -> None:
    lent = bench.answer_key.lendable("total")
    assert lent is not None and lent([1, 2]) == 3
    with pytest.raises(ValueError, match="more than the lent"):
        lent(1 << 40)


def test_the_report_says_so(bench: Bench, level: Level, tmp_path: Path) -> None:
    result = bench.grade(level, total=WRONG)
    assert result.status is Status.GRADED
    write_html_report([result], tmp_path, title="10 Probe")
    pages = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html"))
    assert "this exercise was tried again with correct versions of:" in pages
    assert '<code dir="ltr">total</code>' in pages


def test_two_mistakes_that_hide_each_other_cost_both(bench: Bench, level: Level) -> None:
    """The mean is right because the sum is twice what it should be; beside a right sum it is wrong, and that counts."""
    double = "def total(numbers):\n    return 2 * sum(numbers)\n"
    halves = "def average(numbers):\n    return total(numbers) / len(numbers) / 2\n"
    both = bench.grade(level, total=double, average=halves)
    alone = bench.grade(level, average=halves)
    assert question(both, "average").score == question(alone, "average").score < 20
    assert question(both, "average").lent == ["total"]


def test_what_loans_cannot_carry_costs_nothing(bench: Bench, level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that the right solution too fails with a loan stays passed."""
    double = "def total(numbers):\n    return 2 * sum(numbers)\n"
    halves = "def average(numbers):\n    return total(numbers) / len(numbers) / 2\n"
    monkeypatch.setattr("autograder.judge.follow_through._can_be_lent_to", lambda *_: False)
    assert question(bench.grade(level, total=double, average=halves), "average").score == 20


def test_what_an_earlier_mistake_stopped_is_diagnosed_as_alone(bench: Bench, level: Level) -> None:
    """It hangs because the earlier exercise does; lent a right one, it is graded, wrong as it is, and can be named."""
    halves = "def average(numbers):\n    return total(numbers) / len(numbers) / 2\n"
    with bench.soon_over():
        both = bench.grade(level, total="def total(numbers):\n    while True: pass\n", average=halves)
    alone = question(bench.grade(level, average=halves), "average")
    found = question(both, "average")
    assert (found.status, found.detail, found.score) == (alone.status, alone.detail, alone.score)
    assert found.status is Status.GRADED


def test_what_hangs_by_itself_stays_stopped(bench: Bench, level: Level) -> None:
    hangs = "def average(numbers):\n    total(numbers)\n    while True: pass\n"
    with bench.soon_over():
        found = question(bench.grade(level, total=WRONG, average=hangs), "average")
    assert found.status is Status.TIMED_OUT and found.score == 0
