"""A test file may keep an evaluation for its later cases in ``MEMO``, and only for cases of the same process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench import PROBE, Bench, Victim, question

from autograder.authoring.catalogue import find_assignment
from autograder.errors import KitError
from autograder.isolation.levels import Level
from autograder.judge.answer_key import AnswerKey

KIT = Path(__file__).resolve().parents[1] / "fixtures" / "engine_kit"
HEAD = "from otter.test_files import test_case\n\nOK_FORMAT = False\nname = {name!r}\npoints = 20\nMEMO = {{}}\n\n\n"
SUM = """
def evaluate(total):
    if "sum" not in MEMO:
        MEMO["sum"] = total([1, 2, 3])
    return MEMO["sum"]


@test_case(points=8, failure_message="The sum is not right.")
def test_once(total):
    assert evaluate(total) == 6


@test_case(points=12, hidden=True, failure_message="The sum is not right.")
def test_again(total):
    assert evaluate(total) == 6
"""
BY_CLASS = """
@test_case(points=8, failure_message="There is no class.")
def test_first(Projector):
    MEMO[Projector] = Projector
    assert Projector(3, 2) is not None


@test_case(points=12, hidden=True, failure_message="The class is another one in the next case.")
def test_then(Projector):
    assert list(MEMO) == [Projector] and MEMO[Projector] == Projector and Projector(3, 2) != Projector
"""
OF_THIS_PROCESS = """
@test_case(points=8, failure_message="It answers.")
def test_first(total):
    MEMO["process"] = total([])
    assert MEMO["process"]


@test_case(points=12, hidden=True, failure_message="What another process had answered is still there.")
def test_then(total):
    assert MEMO.get("process", total([])) == total([])
"""
SOME_NUMBER = "import os\nnumber = int.from_bytes(os.urandom(6), 'big')\n"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    shutil.copytree(KIT, tmp_path / "kit")
    return tmp_path / "kit"


def write_tests(kit: Path, name: str, text: str) -> None:
    (kit / "autograder" / "tests" / "10_probe" / f"{name}.py").write_text(HEAD.format(name=name) + text.lstrip("\n"))


@pytest.fixture
def memo_bench(kit: Path) -> Iterator[Bench]:
    write_tests(kit, "total", SUM)
    write_tests(kit, "Projector", BY_CLASS)
    with Bench(kit, Victim(kit, 0, []), "", "10_probe", PROBE) as made:
        yield made


def test_nothing_passes_from_one_submission_to_the_next(memo_bench: Bench, level: Level) -> None:
    wrong = "def total(numbers): return 7"
    scores = [question(memo_bench.grade(level, total=source), "total").score for source in (wrong, "", wrong)]
    right = question(memo_bench.grade(level), "total").score
    assert (*scores, right) == (0, 0, 0, 20)
    assert question(memo_bench.grade(level, total=wrong), "total").score == 0
    assert not any(tests.namespace.get("MEMO") for tests in memo_bench.answer_key.tests.values())


def test_cases_of_one_submission_share_it(memo_bench: Bench, level: Level) -> None:
    """The second case does not call, or it would meet the second answer; a class is the same one in every case."""
    result = memo_bench.grade(level, total="answers = [6, 7]\ndef total(numbers): return answers.pop(0)")
    assert question(result, "total").score == 20
    assert question(result, "Projector").score == 20


def test_a_fresh_process_is_asked_again(kit: Path, level: Level) -> None:
    """An exercise in between ends the process that the first case had asked."""
    write_tests(kit, "total", OF_THIS_PROCESS)
    with Bench(kit, Victim(kit, 0, []), "", "10_probe", PROBE) as bench:
        total = f"{SOME_NUMBER}def total(numbers): return number"
        result = bench.grade(level, total=total, centre="import os\ndef centre(rows): os._exit(0)")
        assert question(result, "centre").score == 0
        assert question(result, "total").score == 20


def test_what_is_kept_of_a_function_that_changes_its_argument_is_asked_again(kit: Path, level: Level) -> None:
    """The case is tried again with its argument as it was, and must not pass by what it remembers of the first try."""
    text = """
def evaluate(total):
    numbers = [1, 2, 3]
    if "same" not in MEMO:
        MEMO["same"] = total(numbers) == sum(numbers)
    return MEMO["same"]
"""
    write_tests(kit, "total", text + SUM.split("return MEMO")[1].split("\n", 1)[1].replace("== 6", ""))
    with Bench(kit, Victim(kit, 0, []), "", "10_probe", PROBE) as bench:
        result = bench.grade(level, total="def total(numbers):\n    numbers[:] = [5]\n    return 5")
        assert question(result, "total").score == 0
        assert question(bench.grade(level), "total").score == 20


def test_a_memo_that_is_no_dict_is_refused(kit: Path, tmp_path: Path) -> None:
    write_tests(kit, "total", SUM)
    path = kit / "autograder" / "tests" / "10_probe" / "total.py"
    path.write_text(path.read_text().replace("MEMO = {}", "MEMO = []"))
    with pytest.raises(KitError, match=r"total\.py: MEMO is not a dict"):
        AnswerKey(find_assignment("10_probe", kit), tmp_path)
