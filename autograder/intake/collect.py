"""``collect``: one :class:`Submission` for each thing that was handed in.

Where a student handed in several notebooks, one is graded, by this rule, and a note says which:

1. A notebook that bears the assignment's name, as it is or with what systems add ("03_attention (1).ipynb",
   "03_attention-1.ipynb", "Copy of 03_attention.ipynb"); of several, the one with the highest number, being the last.
2. Otherwise, and among equals, the one changed last: the time in the zip, or the file's.
3. Among those, one that lies directly where it was handed in before one that came in a zip, then the first by name.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.intake import layouts
from autograder.intake.layouts import SCRIPT, ZIP, Slot, is_notebook_name
from autograder.intake.names import clean, is_named, notebook_key, unique_ids
from autograder.intake.notebook import is_percent_script, parse_notebook, parse_percent_script, plain_text
from autograder.intake.submission import DEFAULT_LIMITS, Limits, Submission
from autograder.intake.tree import (
    Budget,
    Entry,
    UnreadableError,
    read_regular,
    size_in_words,
    walk_folder,
    walk_zip,
    why,
)
from autograder.messages import NO_MESSAGE, Message

MEND_NOTEBOOKS = (
    "Name a folder of notebooks, a download of Canvas, Moodle or Gradescope, nbgrader's “submitted” folder, or a zip "
    "of any of these."
)


def collect(path: Path, assignment: str, *, limits: Limits = DEFAULT_LIMITS) -> list[Submission]:
    """Read all submissions of an assignment.

    Args:
        path: a folder (of notebooks, or one folder or zip a student), a download of Canvas, Moodle or Gradescope (zip
            or unpacked), nbgrader's ``submitted`` folder, a single notebook, or a single zip.
        assignment: the assignment's folder name, "03_attention".
        limits: sizes beyond which reading stops.

    Returns:
        One submission each, sorted by id.

    Raises:
        KitError: the path is missing, or holds nothing that was handed in.
    """
    path = Path(path)
    slots = sorted(_slots(path, assignment, limits), key=lambda slot: (slot.wished, slot.source))
    ids = unique_ids(slot.wished for slot in slots)
    submissions = [_read_slot(slot, name, assignment, limits) for slot, name in zip(slots, ids, strict=True)]
    return sorted(submissions, key=lambda submission: submission.id)


def _slots(path: Path, assignment: str, limits: Limits) -> list[Slot]:
    if not path.exists():
        raise KitError(f"There is nothing at {path}.", "Check the path to the submissions.")
    if path.is_dir():
        try:
            entries = walk_folder(path, limits)
        except OSError as error:
            raise KitError(f"The folder {path} cannot be opened: {why(error)}.", "Check who may read it.") from error
        if not entries:
            raise KitError(f"The folder {path} is empty.", "Put the submissions in it, or name another folder.")
        return _class_slots(path, path.resolve().name, entries, assignment, limits)
    if is_notebook_name(path.name) or SCRIPT.search(path.name):
        stem = path.name[: path.name.index(".")] or path.name
        entry = Entry((path.name,), clean(path.name), lambda limit: read_regular(path, limit))
        return [Slot(clean(stem), stem, entry.source, [entry])]
    if ZIP.search(path.name) or zipfile.is_zipfile(path):
        shown = clean(path.name)
        try:
            entries = walk_zip(path, (), shown, limits, budget=Budget(limits.class_zip_bytes))
        except UnreadableError as problem:
            return [Slot(clean(path.stem), path.stem, shown, [_failed(shown, problem.message)])]
        if not entries:
            raise KitError(f"The zip {path} is empty.", "Download or pack it again.")
        return _class_slots(path, path.name, entries, assignment, limits, from_zip=True)
    raise KitError(f"{path} is neither a folder, nor a notebook (.ipynb), nor a zip.", MEND_NOTEBOOKS)


def _class_slots(
    path: Path, name: str, entries: list[Entry], assignment: str, limits: Limits, *, from_zip: bool = False
) -> list[Slot]:
    """The slots of a folder or zip; a lone zip in a folder is the class's, not one student's."""
    if not from_zip and len(entries) == 1 and ZIP.search(entries[0].name) and len(entries[0].parts) == 1:
        inner = _entered(entries[0], limits, Budget(limits.class_zip_bytes), source=entries[0].name)
        if inner and not inner[0].problem:
            lone = entries[0].name
            return layouts.split(
                [replace(entry, parts=entry.parts[1:]) for entry in inner], lone, assignment, from_zip=True
            )
    slots = layouts.split(entries, name, assignment, from_zip=from_zip)
    if not slots or not any(_could_hold_a_notebook(entry) for slot in slots for entry in slot.entries):
        others = sorted({clean(entry.name) for entry in entries if not entry.folder})
        holds = f" It holds {', '.join(others[:5])}{' and others' if len(others) > 5 else ''}." if others else ""
        raise KitError(f"There is no notebook for “{assignment}” in {path}.{holds}", MEND_NOTEBOOKS)
    return slots


def _could_hold_a_notebook(entry: Entry) -> bool:
    """Everything that is somebody's attempt to hand in, readable or not."""
    name = entry.name
    return bool(is_notebook_name(name) or ZIP.search(name) or SCRIPT.search(name) or entry.problem) or any(
        "_assignsubmission_" in part or re.match(r"submission_\d+$", part) for part in entry.parts
    )


def _failed(source: str, problem: Message) -> Entry:
    def read(limit: int) -> bytes:
        raise UnreadableError(problem)

    return Entry((source,), source, read, problem=problem)


def _entered(entry: Entry, limits: Limits, budget: Budget, source: str | None = None) -> list[Entry]:
    """The members of a zip among the entries; where it cannot be read, the zip itself with its problem."""
    source = source or entry.source
    try:
        if entry.problem:
            raise UnreadableError(entry.problem)
        content = entry.read(max(limits.notebook_bytes, 0) if entry.depth else limits.class_zip_bytes)
        members = walk_zip(content, entry.parts, source, limits, depth=entry.depth + 1, budget=budget)
    except UnreadableError as problem:
        return [replace(entry, source=source, problem=problem.message)]
    return members


def _read_slot(slot: Slot, name: str, assignment: str, limits: Limits) -> Submission:
    """One submission of a slot. Nothing that was handed in gets past this: what surprises us is a problem as well."""
    try:
        return _read_slot_or_raise(slot, name, assignment, limits)
    except UnreadableError as unreadable:
        return _unreadable(slot, name, slot.source, unreadable.message)
    except (Exception, RecursionError) as error:  # a class of thirty must not wait for one file that nobody foresaw
        problem = Message("reading it failed ({error})", error=type(error).__name__)
        return _unreadable(slot, name, slot.source, problem)


def _unreadable(slot: Slot, name: str, source: str, problem: Message, content: bytes = b"") -> Submission:
    digest = hashlib.sha256(b"unreadable\0" + problem.encode() + b"\0" + content).hexdigest()
    return Submission(name, slot.student or name, source, None, problem.sentence(), {}, digest, tuple(slot.notes))


def _read_slot_or_raise(slot: Slot, name: str, assignment: str, limits: Limits) -> Submission:
    budget = Budget(limits.zip_bytes)
    entries = _expanded(slot.entries, limits, budget)
    notebooks = [entry for entry in entries if is_notebook_name(slot.name_of(entry)) and not entry.folder]
    if not notebooks:
        notebooks = _scripts(slot, entries, assignment, limits)
    if not notebooks:
        raise UnreadableError(_without_notebook(entries, slot))
    readable = [entry for entry in notebooks if not entry.problem]
    if not readable:
        return _unreadable(slot, name, notebooks[0].source, notebooks[0].problem)
    chosen = max(readable, key=lambda entry: _rank(slot.name_of(entry), assignment, entry))
    if len(notebooks) > 1:
        others = ", ".join(sorted(clean(slot.name_of(entry)) for entry in notebooks if entry is not chosen)[:5])
        slot.notes.append(
            Message(
                "{number} notebooks were handed in; graded is {chosen}, not {others}.",
                number=len(notebooks),
                chosen=clean(slot.name_of(chosen)),
                others=others,
            )
        )
    content = chosen.read(limits.notebook_bytes)
    parse = parse_percent_script if SCRIPT.search(chosen.name) else parse_notebook
    try:
        notebook, notes = parse(content, limits)
    except UnreadableError as problem:
        return _unreadable(slot, name, chosen.source, problem.message, content)
    files, left_out = _files(slot, entries, chosen, limits)
    digest = _digest(content, files)
    return Submission(
        name, slot.student or name, chosen.source, notebook, NO_MESSAGE, files, digest, (*slot.notes, *notes, *left_out)
    )


def _expanded(entries: list[Entry], limits: Limits, budget: Budget) -> list[Entry]:
    """The entries with the members of zips in the place of the zips, as deep as is allowed."""
    result = []
    for entry in entries:
        if ZIP.search(entry.name) and not entry.folder:
            result += _expanded_zip(entry, limits, budget)
        else:
            result.append(entry)
    return result


def _expanded_zip(entry: Entry, limits: Limits, budget: Budget) -> list[Entry]:
    members = _entered(entry, limits, budget)
    if len(members) == 1 and members[0].parts == entry.parts:  # its own problem
        return members
    return _expanded(members, limits, budget)


def _scripts(slot: Slot, entries: list[Entry], assignment: str, limits: Limits) -> list[Entry]:
    """Python scripts in percent format, where no notebook was handed in."""
    scripts = []
    for entry in entries:
        if SCRIPT.search(slot.name_of(entry)) and not entry.problem and entry.size <= limits.file_bytes:
            try:
                if is_percent_script(entry.read(limits.file_bytes)):
                    scripts.append(entry)
            except UnreadableError:
                continue
    return scripts


def _without_notebook(entries: list[Entry], slot: Slot) -> Message:
    problems = [entry for entry in entries if entry.problem]
    if problems:
        entry = problems[0]
        single = len(entries) == 1 and entry.source == slot.source
        return (
            entry.problem
            if single or not entry.name
            else Message("“{file}” is in it, and {problem}", file=clean(entry.name), problem=entry.problem)
        )
    names = sorted(clean(slot.name_of(entry)) for entry in entries if not entry.folder)
    if not names:
        return Message("nothing is in it")
    files = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
    return Message("there is no notebook in it, but {files}", files=files)


def _rank(file_name: str, assignment: str, entry: Entry) -> tuple[Any, ...]:
    named = is_named(file_name, assignment)
    number = notebook_key(file_name)[1] if named else 0
    backwards = tuple(-ord(c) for c in file_name)  # the first by name is the largest
    return named, number, entry.modified or (0.0,), -entry.depth, backwards


def _files(slot: Slot, entries: list[Entry], chosen: Entry, limits: Limits) -> tuple[dict[str, bytes], list[Message]]:
    """The other files, by path relative to the notebook's folder where they lie below it; and notes on the rest."""
    base = chosen.parts[:-1]
    files: dict[str, bytes] = {}
    taken: set[str] = set()
    left_out: list[Message] = []
    total = 0
    for entry in entries:
        own_name = slot.name_of(entry)
        if entry is chosen or entry.folder or is_notebook_name(own_name):
            continue
        below = entry.parts[len(base) :] if entry.parts[: len(base)] == base else entry.parts[slot.under :]
        path = _safe_path((*below[:-1], own_name))
        reason = entry.problem
        if not reason and entry.size > limits.file_bytes:
            reason = Message("larger than {size}", size=size_in_words(limits.file_bytes))
        if not reason and (len(files) >= limits.files or total + entry.size > limits.files_bytes):
            reason = Message("too many or too large files")
        if not reason and _clashes(path, taken):
            reason = Message("another file has the same name")
        if not reason:
            try:
                content = entry.read(limits.file_bytes)
            except UnreadableError as problem:
                reason = problem.message
            else:
                total += len(content)
                files[path] = content
                taken.add(path.casefold())
                continue
        left_out.append(Message("{file} was left out: {reason}.", file=clean(own_name), reason=reason))
    more = [Message("… and {number} more files.", number=len(left_out) - 5)] if len(left_out) > 5 else []
    return dict(sorted(files.items())), left_out[:5] + more


def _safe_path(parts: tuple[str, ...]) -> str:
    """A relative path that can be written anywhere: no "..", no control characters, no part longer than 150 bytes."""
    safe = []
    for part in parts:
        part = re.sub(r'[/\\:*?"<>|]', "_", clean(plain_text(part))).strip(". ") or "file"
        while len(part.encode()) > 150:
            part = part[1:]  # the extension stays
        safe.append(part)
    return "/".join(safe[-8:])


def _clashes(path: str, taken: set[str]) -> bool:
    """The same file on some system, or a file where another needs a folder."""
    path = path.casefold()
    return path in taken or any(other.startswith(path + "/") or path.startswith(other + "/") for other in taken)


def _digest(content: bytes, files: dict[str, bytes]) -> str:
    """SHA-256 over lengths and contents, so that no two submissions share one by moving a boundary."""
    digest = hashlib.sha256()
    for name, data in (("", content), *files.items()):
        for piece in (name.encode(), data):
            digest.update(len(piece).to_bytes(8, "big"))
            digest.update(piece)
    return digest.hexdigest()
