"""Points are added up as they are written, everywhere."""

from __future__ import annotations

import dataclasses
import doctest
import re
from pathlib import Path

import pytest

from autograder import points
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.rubric import read_rubric
from autograder.results import QuestionResult, Status, SubmissionResult

TINY_KIT = Path(__file__).resolve().parents[1] / "fixtures" / "tiny_assignment"
SHARES = [[11.1] * 8 + [11.2], [14.3] * 6 + [14.2], [0.1] * 1000, [33.3, 33.3, 33.4], [99.7, 0.1, 0.1, 0.1]]


def test_the_docstring() -> None:
    assert doctest.testmod(points).failed == 0


@pytest.mark.parametrize("shares", SHARES, ids=lambda shares: f"{len(shares)} of {shares[0]}")
def test_they_add_up_to_100(shares: list[float]) -> None:
    tiny = find_assignment("07_tiny", TINY_KIT)
    one = tiny.exercises[0]
    assignment = dataclasses.replace(tiny, exercises=tuple(dataclasses.replace(one, points=share) for share in shares))
    assert assignment.points == 100
    questions = [QuestionResult(str(n), share, share) for n, share in enumerate(shares)]
    result = SubmissionResult("dana", "Dana", "07_tiny", Status.GRADED, questions=questions)
    assert result.score == result.max_score == 100


def test_a_rubric_of_tenths(tmp_path: Path) -> None:
    criterion = """
[[criterion]]
name = "c{number}"
title = "C"
points = {points}
asks = "Is it?"
level = [{{points = {points}, means = "a", example = "x"}}, {{points = 1, means = "b", example = "y"}}, {{points = 0, means = "c"}}]
"""
    shares = [11.1] * 8 + [11.2]
    text = 'title = "T"\nassignment = "07_tiny"\npoints = 100\nstep = 0.1\n[weights]\nautomatic = 66.7\nrubric = 33.3\n'
    text += "".join(criterion.format(number=number, points=share) for number, share in enumerate(shares))
    path = tmp_path / "rubric.toml"
    path.write_text(text)
    rubric = read_rubric(path)
    assert rubric.points == 100 and len(rubric.criteria) == 9
    path.write_text(re.sub("11.2", "11.3", text))
    with pytest.raises(Exception, match=r"add up to 100\.1 points"):
        read_rubric(path)
