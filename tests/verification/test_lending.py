"""What a later exercise earns and how it is diagnosed beside an earlier mistake: as alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.authoring.catalogue import assignment_names, find_assignment
from autograder.isolation.levels import choose
from autograder.verification.pairs import check_pairs, pairs_of

ROOT = Path(__file__).resolve().parents[2]
EXHAUSTIVE = bool(os.environ.get("EXHAUSTIVE"))
SAMPLE = None if EXHAUSTIVE else 16


@pytest.mark.slow
@pytest.mark.parametrize("name", assignment_names(ROOT))
def test_a_second_mistake_costs_what_it_costs_alone(name: str) -> None:
    assignment = find_assignment(name, ROOT)
    jobs = 1 if "PYTEST_XDIST_WORKER" in os.environ else os.cpu_count() or 1
    number, problems = check_pairs(assignment, ROOT, choose("best", None), jobs, SAMPLE)
    assert problems == []
    assert number == min(len(pairs_of(assignment)), SAMPLE or 10**6)


def test_there_are_pairs() -> None:
    found = {name: len(pairs_of(find_assignment(name, ROOT))) for name in assignment_names(ROOT)}
    assert found["03_attention"] > 1000 and found["04_multi_head_attention"] > 100, found
