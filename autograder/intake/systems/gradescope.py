"""Gradescope's "Export Submissions": folders ``submission_123`` and, beside them, ``submission_metadata.yml``."""

from __future__ import annotations

import re
from typing import Any

from autograder.intake.names import clean
from autograder.intake.systems.times import iso_time
from autograder.intake.tree import Entry, UnreadableError
from autograder.intake.upload import Upload, is_folder, place_of, tops_of
from autograder.messages import Message
from autograder.results import HandIn, Member

METADATA = "submission_metadata.yml"
_FOLDER = re.compile(r"^submission_(?P<id>\d+)$")
_YAML_LIMIT = 64 * 2**20


def is_ours(name: str) -> bool:
    """Whether Gradescope writes such a name."""
    return _FOLDER.match(name) is not None


def uploads(entries: list[Entry], under: int) -> tuple[list[Upload], list[Entry]] | None:
    """The submissions, and what lies beside them; None where no folder is named as Gradescope does."""
    tops = tops_of(entries, under)
    folders = {top: its for top, its in tops.items() if is_ours(top) and is_folder(its, under)}
    if not folders:
        return None
    hand_ins, notes = _hand_ins(tops[METADATA][0]) if METADATA in tops else ({}, [])
    found = []
    for top, its in folders.items():
        hand_in = hand_ins.get(top, HandIn(system="gradescope"))
        names = " and ".join(member.name for member in hand_in.members)
        wished = f"{names}_{top.removeprefix('submission_')}" if names else top
        upload = Upload(clean(names or top), wished, place_of(its, under), its, under + 1, notes=list(notes))
        upload.hand_in = hand_in
        found.append(upload)
    return found, [entry for top, its in tops.items() if top not in folders and top != METADATA for entry in its]


def _hand_ins(entry: Entry) -> tuple[dict[str, HandIn], list[Message]]:
    """Who and when, by folder. Only a few lines of each block are parsed: the file also holds all results, in megabytes."""
    try:
        text = entry.read(_YAML_LIMIT).decode("utf-8", "replace")
    except UnreadableError as problem:
        return {}, [Message("{file} could not be read: {problem}.", file=METADATA, problem=problem.message)]
    found = {}
    for block in re.split(r"(?m)^(?=submission_\d+:)", text):
        match = re.match(r"(submission_\d+):", block)
        if match:
            found[match[1]] = _hand_in(block)
    return found, []


def _hand_in(block: str) -> HandIn:
    members = _members(block)
    created = re.search(r"(?m)^  :created_at: *['\"]?([^\n'\"]+)", block)
    time = iso_time(created[1]) if created else None
    earlier = re.search(r"(?m)^  :history:\n((?:  [- ] .*\n?|\n)*)", block)
    attempt = 1 + len(re.findall(r"(?m)^  - ", earlier[1])) if earlier else None
    known = {"members": members, "time": time, "attempt": attempt}
    return HandIn(
        system="gradescope",
        time=time,
        attempt=attempt,
        members=members,
        read_from={name: METADATA for name, value in known.items() if value},
    )


def _members(block: str) -> tuple[Member, ...]:
    import yaml

    match = re.search(r"(?m)^  :submitters:\n((?:  [- ] .*\n?)+)", block)
    if not match:
        return ()
    lines = []
    for line in match[1].splitlines():
        if re.match(r"  :", line):
            break
        lines.append(line)
    try:
        people = yaml.load("\n".join(lines), Loader=yaml.BaseLoader)  # texts only: an id of 007 stays 007
        return tuple(
            Member(clean(person[":name"]), _text(person.get(":sid")), _text(person.get(":email")))
            for person in people
            if person.get(":name")
        )
    except Exception:  # a name that YAML trips over; the folder's name does as well
        return ()


def _text(value: Any) -> str | None:
    return clean(value) if isinstance(value, str) and value.strip() not in ("", "~", "null") else None
