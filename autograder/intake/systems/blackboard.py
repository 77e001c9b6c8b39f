"""Blackboard's "Assignment File Download": a flat zip of files.

========================================================  ============================================================
``gradebook_COURSE_ASSIGNMENT_USER_attempt_TIME_FILE``    a file, ``TIME`` as ``2026-11-20-10-11-12``
``gradebook_COURSE_ASSIGNMENT_USER_attempt_TIME.txt``     beside each attempt: the name, the date, what was typed, and the files
========================================================  ============================================================

``gradebook_COURSE_`` is missing in some versions. Course, assignment and user may hold "_": the user is what the text says, else what
the names of several people do not share, and at the least the last part.
"""

from __future__ import annotations

import re

from autograder.intake.names import clean
from autograder.intake.systems.attempts import last_attempt
from autograder.intake.systems.times import iso_time
from autograder.intake.tree import Entry, UnreadableError
from autograder.intake.upload import Upload, is_folder, tops_of
from autograder.results import HandIn

_NAME = re.compile(
    r"^(?P<head>(?:gradebook_)?.*?[^_].*?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|(?P<receipt>\.txt))$",
    re.S,
)
_RECEIPT_LIMIT = 2**20
_PERSON = re.compile(r"(?m)^Name:[ \t]*(?P<name>.*?)[ \t]*\((?P<user>[^()\n]+)\)[ \t]*$")


def is_ours(name: str) -> bool:
    """Whether Blackboard writes such a name."""
    return _NAME.match(name) is not None


def uploads(entries: list[Entry], under: int) -> tuple[list[Upload], list[Entry]] | None:
    """The submissions, and what lies beside them; None where nothing is named as Blackboard does."""
    people: dict[str, dict[str, list[Entry]]] = {}
    beside: list[Entry] = []
    shown: dict[tuple[str, ...], str] = {}
    receipts: dict[tuple[str, str], Entry] = {}
    for top, its in tops_of(entries, under).items():
        match = _NAME.match(top)
        if match is None or is_folder(its, under):
            beside += its
            continue
        attempt = people.setdefault(match["head"], {}).setdefault(match["time"], [])
        if match["receipt"]:
            receipts[match["head"], match["time"]] = its[0]
        else:
            attempt += its
            shown[its[0].parts] = match["file"]
    if not people:
        return None
    users = _users(list(people))
    return [_upload(head, users[head], attempts, receipts, shown, under) for head, attempts in people.items()], beside


def _upload(
    head: str,
    user: str,
    attempts: dict[str, list[Entry]],
    receipts: dict[tuple[str, str], Entry],
    shown: dict[tuple[str, ...], str],
    under: int,
) -> Upload:
    time, number, notes = last_attempt(attempts, lambda entry: shown[entry.parts])
    receipt = receipts.get((head, time))
    its = attempts[time] or ([receipt] if receipt else [])
    where = f"Blackboard's name “{clean(its[0].name)}”"
    name, read_from = user, {"time": where, "attempt": where}
    person = _PERSON.search(_text(receipt)) if receipt else None
    if person and receipt:
        name, user = clean(person["name"]) or user, person["user"].strip()
        read_from["person_id"] = f"“{clean(receipt.name)}”"
    upload = Upload(clean(name), user, clean(its[0].source), its, under)
    upload.shown = {entry.parts: shown[entry.parts] for entry in its if entry.parts in shown}
    upload.notes += notes
    upload.hand_in = HandIn(
        system="blackboard",
        time=iso_time(f"{time[:10]} {time[11:].replace('-', ':')}"),
        attempt=number,
        person_id=clean(user) if person else None,
        read_from=read_from,
    )
    return upload


def _users(heads: list[str]) -> dict[str, str]:
    """The user in each name: what is left when all have lost the parts that they begin with alike."""
    split = [head.split("_") for head in heads]
    alike = 0
    while len(split) > 1 and len({tuple(parts[: alike + 1]) for parts in split}) == 1:
        alike += 1
    return {
        head: "_".join(parts[min(alike, len(parts) - 1) :] if alike else parts[-1:])
        for head, parts in zip(heads, split, strict=True)
    }


def _text(receipt: Entry) -> str:
    try:
        return receipt.read(_RECEIPT_LIMIT).decode("utf-8-sig", "replace").replace("\r\n", "\n")
    except UnreadableError:
        return ""
