"""`autograder verify` on the tiny kit: what it lets pass, and everything that it must find."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console
from tiny_kit import CONFIG, ROWS_TESTS, KitCopy

from autograder.authoring.catalogue import ROOT_VARIABLE, find_assignment
from autograder.authoring.variants import load_variants
from autograder.isolation.levels import choose
from autograder.verification.kill_matrix import print_matrix
from autograder.verification.verify import Verification, sampled, verify_assignment

pytestmark = pytest.mark.slow

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
    assert problems["solution"] == problems["loops"] == problems["columns"] == ""
    assert problems["unseen"] == "gets full marks in normalize_rows: no test sees this mistake"
    assert problems["public_only"] == "is seen by public cases of normalize_rows only: no hidden test fails"
    assert problems["elsewhere"] == "also loses points in normalize_rows"
    assert problems["not_right"] == "is right and fails normalize_rows: Row of zeros"
    assert problems["untouched notebook"] == "earns points for nothing in normalize_rows: The shape stays."
    assert len(report.problems) == len([problem for problem in problems.values() if problem])
    console = Console(width=160, record=True, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    print_matrix(report, console)
    shown = console.export_text()
    for problem in report.problems:
        assert problem in shown
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


@pytest.mark.parametrize("holds", [True, False])
def test_the_command(kit_copy: KitCopy, holds: bool) -> None:
    """The kill matrix, and an exit code that a script can trust."""
    if not holds:
        kit_copy.write("solutions/07_tiny/wrong/unseen.py", UNSEEN)
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "verify", "07_tiny", "--isolation", "best", "--jobs", "1"],
        cwd=kit_copy.root,
        env={**os.environ, ROOT_VARIABLE: str(kit_copy.root), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == (0 if holds else 1), done.stderr
    assert "7. Tiny: points lost" in done.stdout and "7.1  normalize_rows (60 points)" in done.stdout
    row = re.search(r"wrong/columns.*", done.stdout)
    assert row and re.search(r"\b50\b.*·.*named.*✓", row[0])
    unseen = "wrong unseen: gets full marks in normalize_rows: no test sees this mistake"
    assert (unseen in done.stdout) is not holds
    assert f"{1} of {1 if holds else 2} wrong variants caught" in done.stdout
