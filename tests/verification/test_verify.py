"""`autograder verify` on the tiny kit: what it lets pass, and everything that it must find."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text
from tiny_kit import CONFIG, COUNTER_TESTS, MASTER, ROWS_TESTS, KitCopy

from autograder.authoring.catalogue import ROOT_VARIABLE, find_assignment
from autograder.authoring.variants import load_variants
from autograder.grading.staging import given_files
from autograder.isolation.levels import choose
from autograder.judge.answer_key import AnswerKey
from autograder.verification.handed_seeds import seeds_handed_on
from autograder.verification.kill_matrix import print_matrix
from autograder.verification.streams import global_draws
from autograder.verification.verify import Verification, sampled, verify_assignment

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parents[2]


def verify(kit: KitCopy, thorough: bool = False) -> Verification:
    return verify_assignment(find_assignment("07_tiny", kit.root), kit.root, choose("best", None), 1, thorough)


UNSEEN = '''\
"""Adds a little.

A hint.
"""

# exercise: normalize_rows
import numpy as np


def normalize_rows(rows):
    sums = rows.sum(axis=1, keepdims=True)
    return rows / np.where(sums == 0, 1.0, sums) + 1e-12
'''
ELSEWHERE = '''\
"""Starts at four, and takes an earlier function along.

A hint.
"""

# exercise: Counter
START = 4


def normalize_rows(rows):
    return rows
'''
PUBLIC_ONLY = '''\
"""Wrong on the example.

A hint.
"""

# exercise: normalize_rows
import numpy as np


def normalize_rows(rows):
    sums = rows.sum(axis=1, keepdims=True)
    return rows / np.where(sums == 0, 1.0, sums) * (2 if rows[0, 0] == 2.0 else 1)
'''
NOT_RIGHT = '''\
"""Right, but for a row of zeros."""

# exercise: normalize_rows


def normalize_rows(rows):
    return rows / rows.sum(axis=1, keepdims=True)
'''


def line_with(path: Path, text: str) -> int:
    return 1 + next(i for i, line in enumerate(path.read_text(encoding="utf-8").split("\n")) if text in line)


def test_a_kit_that_holds(kit_copy: KitCopy) -> None:
    report = verify(kit_copy)
    assert report.problems == []
    rows = {(row.kind, row.name): row for row in report.rows}
    assert list(rows) == [
        ("solution", "solution"), ("untouched", "untouched notebook"), ("wrong", "columns"), ("right", "loops")
    ]  # fmt: skip
    assert rows["solution", "solution"].lost == rows["right", "loops"].lost == {}
    assert rows["untouched", "untouched notebook"].lost == {"normalize_rows": 60, "Counter": 40}
    assert rows["wrong", "columns"].lost == {"normalize_rows": 50}  # by hand: all but test_shape
    assert rows["wrong", "columns"].recognised


def test_everything_that_does_not_hold(kit_copy: KitCopy) -> None:
    """All in one kit, so that the sandbox starts once: each row has its own reason, and nothing else is touched."""
    folder = "solutions/07_tiny"
    for name, text in (("unseen", UNSEEN), ("public_only", PUBLIC_ONLY), ("elsewhere", ELSEWHERE)):
        kit_copy.write(f"{folder}/wrong/{name}.py", text)
    kit_copy.write(f"{folder}/right/not_right.py", NOT_RIGHT)
    # A case that passes on an untouched notebook: it only asks whether the name is there.
    kit_copy.edit(ROWS_TESTS, "    assert normalize_rows(table).shape == (2, 3)", "    assert callable(normalize_rows)")
    report = verify(kit_copy)
    problems = {row.name: row.problem for row in report.rows}
    assert problems["loops"] == problems["columns"] == ""
    assert "a function that returns None earns 17%, by test_shape: ask first" in problems["solution"]
    assert problems["unseen"] == "gets full marks in normalize_rows: no test sees this mistake"
    assert problems["public_only"] == "is seen by public cases of normalize_rows only: no hidden test fails"
    assert problems["elsewhere"] == "also loses points in normalize_rows"
    assert problems["not_right"] == "is right and fails normalize_rows: Row of zeros"
    why = next(row.why for row in report.rows if row.name == "not_right")
    line = line_with(kit_copy.root / ROWS_TESTS, "[0.25, 0.75]")
    assert len(why) == 1 and "test_row_of_zeros: AssertionError" in why[0]
    assert f"{ROWS_TESTS}:{line} in test_row_of_zeros: assert is_close(" in why[0]
    assert problems["untouched notebook"] == "earns points for nothing in normalize_rows: The shape stays."
    assert len(report.problems) == sum(len(row.problems) for row in report.rows)
    console = Console(width=160, record=True, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    print_matrix(report, console)
    shown = console.export_text()
    for problem in report.problems:
        assert "".join(problem.split()) in "".join(shown.split())  # a long one stands on several lines
    killed = sum(not row.problem for row in report.rows if row.kind == "wrong")
    assert f"{killed} of 4 wrong variants caught where they should be" in shown


def test_a_slow_exercise_is_spared_unless_asked_for(kit_copy: KitCopy) -> None:
    """Its own wrong variants are graded on it all the same."""
    kit_copy.write("solutions/07_tiny/wrong/elsewhere.py", ELSEWHERE)
    kit_copy.edit(CONFIG, "[limits]", 'slow_exercises = ["normalize_rows"]\n\n[limits]')
    rows = {row.name: row for row in verify(kit_copy).rows}
    assert rows["elsewhere"].lost.keys() == {"Counter"} and not rows["elsewhere"].problem
    assert rows["columns"].lost == {"normalize_rows": 50}
    thorough = verify(kit_copy, thorough=True)
    assert thorough.problems == ["wrong elsewhere: also loses points in normalize_rows"]


def test_a_sample_has_wrong_variants_of_each_exercise_and_all_right_ones(kit_copy: KitCopy) -> None:
    for number in range(3):
        kit_copy.write(f"solutions/07_tiny/wrong/unseen_{number}.py", UNSEEN)
    assignment = find_assignment("07_tiny", kit_copy.root)
    whole = load_variants(assignment)
    few = sampled(whole, 2)
    owners = Counter(variant.exercises[0] for variant in few if variant.kind == "wrong")
    assert owners.keys() == {variant.exercises[0] for variant in whole if variant.kind == "wrong"}
    assert max(owners.values()) == 2 and len(few) < len(whole)
    assert [one for one in few if one.kind == "right"] == [one for one in whole if one.kind == "right"]
    rows = [one for one in whole if one.kind == "wrong" and one.exercises[0] == "normalize_rows"]
    assert [one for one in few if one in rows] == [rows[0], rows[len(rows) // 2]]
    assert sampled(whole, 2) == few and sampled(whole, 99) == whole


COMMAND = ("verify", "07_tiny", "--isolation", "best", "--jobs", "1")


def run_command(kit: KitCopy) -> subprocess.CompletedProcess[str]:
    """As a process, as a script would."""
    return subprocess.run(
        [sys.executable, "-m", "autograder", *COMMAND],
        cwd=kit.root,
        env={**os.environ, ROOT_VARIABLE: str(kit.root), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize("holds", [True, False])
def test_the_command(kit_copy: KitCopy, holds: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kill matrix, and an exit code that a script can trust."""
    if not holds:
        kit_copy.write("solutions/07_tiny/wrong/unseen.py", UNSEEN)
    monkeypatch.setenv("FORCE_COLOR", "1")  # as some CI does: what is said must not hang on how it is coloured
    done = run_command(kit_copy)
    assert done.returncode == (0 if holds else 1), done.stderr
    said = Text.from_ansi(done.stdout).plain
    assert "7. Tiny: points lost" in said and "7.1  normalize_rows (60 points)" in said
    row = re.search(r"wrong/columns.*", said)
    assert row and re.search(r"\b50\b.*·.*named.*✓", row[0])
    unseen = "wrong unseen: gets full marks in normalize_rows: no test sees this mistake"
    assert (unseen in said) is not holds
    assert f"{1} of {1 if holds else 2} wrong variants caught" in said


def test_one_exercise_as_json(on_kit_copy: Run) -> None:
    code, said, errors = on_kit_copy(*COMMAND, "--exercise", "normalize_rows", "--json")
    assert code == 0, said + errors
    report = json.loads(said)[0]
    assert report["exercises"] == [{"name": "normalize_rows", "number": "7.1", "points": 60}]
    columns = next(row for row in report["notebooks"] if row["name"] == "columns")
    assert columns["failed"] == {
        "normalize_rows": ["test_two_rows", "test_many_rows", "test_row_of_zeros", "test_story"]
    }
    assert report["blame"]["wrong"] == 1 and report["problems"] == []


def test_warnings_are_failures_only_if_strict(on_kit_copy: Run) -> None:
    """The tiny kit's exercise Counter has no wrong variant."""
    code, said, _ = on_kit_copy(*COMMAND, "--failures")
    assert code == 0 and on_kit_copy(*COMMAND, "--failures", "--strict")[0] == 1
    assert "Counter: there are no wrong variants" in said and "points lost" not in said
    code, _, errors = on_kit_copy(*COMMAND, "--exercise", "normalize_row")
    assert code == 2 and "Did you mean 'normalize_rows'?" in errors


MISSPELT = '''\
"""Defines another function.

A hint.
"""

# exercise: normalize_rows
def normalise_rows(rows):
    return rows
'''
RAISES = '''\
"""Cannot even be run.

A hint.
"""

# exercise: normalize_rows
def normalize_rows(rows):
    return rows


SCALE = normalize_rows(numpy.ones(3))
'''


def test_what_is_misspelt_is_named_with_what_is_near(kit_copy: KitCopy) -> None:
    kit_copy.write("solutions/07_tiny/wrong/misspelt.py", MISSPELT)
    kit_copy.write("solutions/07_tiny/wrong/raises.py", RAISES)
    kit_copy.edit(
        ROWS_TESTS,
        "def test_two_rows(normalize_rows):\n    draw = normalize_rows(table)",
        "def test_two_rows(normalise_row):\n    draw = normalise_row(table)",
    )
    report = verify(kit_copy)
    text = "\n".join(report.problems)
    line = line_with(kit_copy.root / ROWS_TESTS, "def test_two_rows")
    assert f"{ROWS_TESTS}:{line}: test_two_rows asks for 'normalise_row'" in text
    assert (
        "wrong/misspelt.py: it defines nothing that normalize_rows uses. It defines 'normalise_rows'. Did you mean 'normalize_rows'?"
        in text
    )
    raises = next(row for row in report.rows if row.name == "raises")
    line = line_with(kit_copy.root / "solutions/07_tiny/wrong/raises.py", "SCALE")
    assert "its code cannot be run: NameError" in raises.problem and f"raises.py:{line} in <module>" in raises.problem
    solution = report.rows[0]
    assert "TypeError" in solution.why[0] and f"{ROWS_TESTS}:" in solution.why[0]


def test_points_are_checked(kit_copy: KitCopy) -> None:
    kit_copy.edit(ROWS_TESTS, "points = 60", "points = 64")
    kit_copy.edit(ROWS_TESTS, "points=20, hidden=True", "points=24, hidden=True")
    assert "the points of the exercises add up to 104, not 100" in verify(kit_copy).problems[0]


def test_a_wrong_variant_is_held_to_what_it_declares(kit_copy: KitCopy) -> None:
    columns = "solutions/07_tiny/wrong/columns.py"
    kit_copy.edit(
        columns, "import numpy as np\n", 'FAILS = ("test_shape", "test_two_rows", "test_gone")\nimport numpy as np\n'
    )
    problems = "\n".join(verify(kit_copy).problems)
    assert "FAILS names 'test_gone', and there is no such case" in problems
    assert "wrong columns: also fails test_many_rows, test_row_of_zeros, test_story, which" in problems
    assert "wrong columns: does not fail test_shape, test_gone, which FAILS names" in problems
    assert "wrong columns: loses 83% of the exercise, more than half" in problems


GLOBAL_DRAW = "\n\ndef noise():\n    return np.random.uniform(0.5, 2.0, SECRET_SIZES)\n"
SEEDED = """

def drawn_with_what_is_passed(seed):
    return random.Random(seed).random()


@test_case(points=5, hidden=True, failure_message="A counter begins anywhere.")
def test_seed(shuffled):
    rows = [random.Random(4).random() for _ in range(3)]
    assert sorted(shuffled(rows, seed=4)) == sorted(rows)
    assert shuffled(rows, 6) == shuffled(rows, 6)
"""


def test_data_from_the_students_stream_are_found(kit_copy: KitCopy) -> None:
    path = kit_copy.root / ROWS_TESTS
    path.write_text(path.read_text(encoding="utf-8") + GLOBAL_DRAW, encoding="utf-8")
    found = global_draws(path)
    line = line_with(path, "return np.random.uniform")
    assert len(found) == 1 and f":{line}: np.random.uniform(…) draws from the generator" in found[0]
    assert global_draws(kit_copy.root / COUNTER_TESTS) == []


def test_a_seed_that_is_used_and_passed_on_is_found(kit_copy: KitCopy) -> None:
    kit_copy.edit(MASTER, "START = 3  # SOLUTION", "START = 3  # SOLUTION\n\n\n" + SHUFFLED)
    kit_copy.edit(COUNTER_TESTS, "points=20, hidden=True", "points=15, hidden=True")
    path = kit_copy.root / COUNTER_TESTS
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("import numpy as np", "import random\n\nimport numpy as np", 1) + SEEDED, encoding="utf-8"
    )
    assignment = find_assignment("07_tiny", kit_copy.root)
    with given_files(assignment) as given:
        answer_key = AnswerKey(assignment, given)
        found = seeds_handed_on(answer_key, "Counter")
        assert len(found) == 1 and "test_seed draws its data with the seed 4 and passes 4 on" in found[0]
        assert seeds_handed_on(answer_key, "normalize_rows") == []
    path.write_text(path.read_text(encoding="utf-8").replace("random.Random(4)", "random.Random(5)"), encoding="utf-8")
    with given_files(assignment) as given:
        assert seeds_handed_on(AnswerKey(assignment, given), "Counter") == []


SHUFFLED = """\
def shuffled(rows, seed):
    import random

    drawn = random.Random(seed)
    return sorted(rows, key=lambda row: drawn.random())
"""
