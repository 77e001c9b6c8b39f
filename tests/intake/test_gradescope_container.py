"""submission_metadata.json in Gradescope's container: what it says is kept, and nothing is guessed."""

from __future__ import annotations

import json

import pytest

from autograder.intake.systems.gradescope_container import hand_in_of
from autograder.results import HandIn, Member

DUE = "2026-11-24T18:00:00.000000-08:00"


def text(**fields: object) -> str:
    known = {
        "created_at": "2026-11-24T19:30:00.365935-08:00",
        "assignment": {"due_date": DUE},
        "users": [
            {"email": "dana@x.org", "id": 5, "name": "Dana  Levi"},
            {"name": "עדי כהן", "sid": "007", "email": ""},
        ],
        "previous_submissions": [],
    }
    return json.dumps({**known, **fields})


def test_who_and_when() -> None:
    found = hand_in_of(text())
    assert found.members == (Member("Dana Levi", None, "dana@x.org"), Member("עדי כהן", "007", None))
    assert (found.time, found.late, found.attempt) == ("2026-11-24T19:30:00-08:00", True, 1)
    assert set(found.read_from.values()) == {"submission_metadata.json"}


def test_an_extension_counts_and_a_date_elsewhere_in_the_world_is_the_same_moment() -> None:
    extended = [{"name": "Dana", "assignment": {"due_date": "2026-11-26T18:00:00-08:00"}}]
    assert hand_in_of(text(users=extended)).late is False
    assert hand_in_of(text(created_at="2026-11-25T01:59:00Z")).late is False
    assert hand_in_of(text(created_at="2026-11-25T02:01:00Z")).late is True


@pytest.mark.parametrize(
    "said",
    ["", "{", "[]", "null", '"x"', "[" * 100_000, '{"users": {"name": 3}, "created_at": 7, "assignment": [], "previous_submissions": 4}'],
    ids=["empty", "cut", "list", "null", "text", "deep", "other types"],
)  # fmt: skip
def test_what_is_not_as_documented_is_left_open(said: str) -> None:
    assert hand_in_of(said) == HandIn(system="gradescope")


def test_without_a_due_date_or_an_offset_nothing_is_late() -> None:
    assert hand_in_of(text(assignment={"due_date": None})).late is None
    assert hand_in_of(text(created_at="2026-11-24 19:30:00")).late is None
