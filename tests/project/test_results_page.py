"""docs/results.md names every key of a result file."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from autograder.messages import Message
from autograder.results import (
    DIGEST,
    CaseResult,
    CellOutcome,
    HandIn,
    Member,
    Misconception,
    QuestionResult,
    Status,
    SubmissionResult,
)

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "results.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z_]+)`", TEXT))
KEPT = (SubmissionResult, QuestionResult, CaseResult, CellOutcome, HandIn, Member, Misconception)


@pytest.mark.parametrize("kept", KEPT, ids=lambda one: one.__name__)
def test_each_field_that_is_kept(kept: type) -> None:
    fields = {field.name for field in dataclasses.fields(kept)}  # type: ignore[arg-type]
    assert fields <= NAMED, sorted(fields - NAMED)


def test_what_gradescope_reads() -> None:
    case = CaseResult("test_it", 1, 1, True, False, Message("well done"))
    result = SubmissionResult("a", "A", "x", Status.GRADED, questions=[QuestionResult("f", 1, 1, cases=[case])])
    document = result.to_gradescope()
    assert set(document) - {"extra_data"} <= NAMED
    assert set(document["tests"][0]) <= NAMED
    assert set(document["extra_data"]) | {DIGEST} <= NAMED


def test_every_status_and_kind() -> None:
    assert all(f"`{status}`" in TEXT for status in Status)
    kinds = re.search(r"kind: (.*?)\n        error:", CellOutcome.__doc__ or "", re.S)
    assert kinds and set(re.findall(r"``(\w+)``", kinds[1])) <= NAMED
