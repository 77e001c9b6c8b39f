"""The tests of the kit's own assignments: solution, blank notebook, right and wrong variants, as `verify` has it."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from autograder.authoring.catalogue import assignment_names, find_assignment
from autograder.authoring.variants import load_variants
from autograder.isolation.levels import choose
from autograder.verification.verify import verify_assignment

ROOT = Path(__file__).resolve().parents[2]
EXHAUSTIVE = bool(os.environ.get("EXHAUSTIVE"))
SAMPLE = None if EXHAUSTIVE else 4
"""Wrong variants of an exercise that are graded; there are over seven hundred in all."""
LEAST_WRONG = 2
"""Misconceptions an exercise; the architecture asks for all that are known."""


@pytest.mark.slow
@pytest.mark.timeout(3600)  # three whole systems of assignment 6, each on three worlds, on half of a slow machine
@pytest.mark.parametrize("name", assignment_names(ROOT))
def test_tests_tell_right_from_wrong(name: str) -> None:
    jobs = 1 if "PYTEST_XDIST_WORKER" in os.environ else os.cpu_count() or 1
    report = verify_assignment(find_assignment(name, ROOT), ROOT, choose("best", None), jobs, EXHAUSTIVE, SAMPLE)
    assert report.problems == []
    variants = load_variants(report.assignment)
    wrong = Counter(variant.exercises[0] for variant in variants if variant.kind == "wrong")
    right = sum(variant.kind == "right" for variant in variants)
    assert len(report.rows) == 2 + right + sum(min(number, SAMPLE or number) for number in wrong.values())


@pytest.mark.parametrize("name", assignment_names(ROOT))
def test_every_exercise_has_wrong_variants_and_every_assignment_right_ones(name: str) -> None:
    assignment = find_assignment(name, ROOT)
    variants = load_variants(assignment)
    wrong = [variant.exercises[0] for variant in variants if variant.kind == "wrong"]
    few = [exercise.name for exercise in assignment.exercises if wrong.count(exercise.name) < LEAST_WRONG]
    assert few == []
    right = [variant for variant in variants if variant.kind == "right"]
    assert len(right) >= 3
    solved = {exercise for variant in right for exercise in variant.exercises}
    assert solved == {exercise.name for exercise in assignment.exercises}


@pytest.mark.parametrize("name", assignment_names(ROOT))
def test_an_assignment_is_worth_a_hundred_points(name: str) -> None:
    assert find_assignment(name, ROOT).points == 100
