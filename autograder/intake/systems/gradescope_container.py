"""``submission_metadata.json``, which Gradescope puts beside a submission in its container: who handed in, and when.

https://gradescope-autograders.readthedocs.io/en/latest/submission_metadata/
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from autograder.intake.names import clean
from autograder.intake.systems.times import iso_time
from autograder.results import HandIn, Member

METADATA = "submission_metadata.json"


def hand_in_of(text: str) -> HandIn:
    """What the file says; what is missing or of another form than documented is left open.

    >>> hand_in_of('{"created_at": "2026-11-24T10:00:00.5-08:00", "users": [{"name": "Dana Levi", "email": "d@x.org"}]}').time
    '2026-11-24T10:00:00-08:00'
    """
    try:
        known = json.loads(text)
    except (ValueError, RecursionError):
        known = None
    if not isinstance(known, dict):
        return HandIn(system="gradescope")
    users = [user for user in _list(known.get("users")) if isinstance(user, dict)]
    members = tuple(
        Member(clean(user["name"]), _text(user.get("sid")), _text(user.get("email")))
        for user in users
        if _text(user.get("name"))
    )
    time = iso_time(known["created_at"]) if isinstance(known.get("created_at"), str) else None
    before = known.get("previous_submissions")
    found: dict[str, Any] = {
        "time": time,
        "late": _late(time, [_due(user.get("assignment")) for user in users] + [_due(known.get("assignment"))]),
        "attempt": 1 + len(before) if isinstance(before, list) else None,
        "members": members,
    }
    read_from = {name: METADATA for name, value in found.items() if value is not None and value != ()}
    return HandIn(system="gradescope", read_from=read_from, **found)


def _late(time: str | None, dues: list[str | None]) -> bool | None:
    """Whether it came after the date that holds for its author: an extension's (with the user), else the assignment's."""
    due = next((one for one in dues if one), None)
    if time is None or due is None:
        return None
    try:
        return datetime.datetime.fromisoformat(time) > datetime.datetime.fromisoformat(due)
    except TypeError:  # one of them without its offset
        return None


def _due(assignment: Any) -> str | None:
    due = assignment.get("due_date") if isinstance(assignment, dict) else None
    return iso_time(due) if isinstance(due, str) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return clean(str(value)) or None if isinstance(value, str | int) and str(value).strip() else None
