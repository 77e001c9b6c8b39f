"""Which files belong to which submission: the layouts that course systems write.

A layout is recognised by its names, never asked for. In the order in which they are tried:

======================  ======================================================================================
Gradescope export       ``submission_metadata.yml`` beside folders ``submission_123``
Moodle download         folders (or files) ``Dana Levi_123456_assignsubmission_file_``
nbgrader                ``submitted/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb``, from any of the three
Canvas download         files ``levidana_LATE_12345_67890_03_attention-1.ipynb``
one submission          a single notebook with its files, for instance Otter's export
folders and files       each folder, each zip and each notebook at the top is one student's
======================  ======================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.intake.names import clean, is_named, notebook_key, student_from_file
from autograder.intake.tree import Entry, UnreadableError
from autograder.messages import Message

_MOODLE = re.compile(r"^(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)_?(?P<file>.*)$")
_CANVAS = re.compile(r"^(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<attempt>\d+)_(?P<file>.+)$")
_GRADESCOPE = re.compile(r"^submission_(?P<id>\d+)$")
_YAML_LIMIT = 64 * 2**20

NOTEBOOK = re.compile(r"\.ipynb(\.(txt|json))?$", re.I)
"""Browsers and mail programs add ".txt" or ".json"."""
SCRIPT = re.compile(r"\.py$", re.I)
ZIP = re.compile(r"\.zip$", re.I)
_INSTEAD = re.compile(r"\.(pdf|html?|docx?|odt|rtf|rar|7z|tar|gz|tgz|pages)$", re.I)
"""What students hand in where a notebook is asked for; at the top of a folder it gets a row that says so."""


@dataclass
class Slot:
    """The entries of one submission, before anything of them is read.

    ``wished`` is the name from which the id is made; ``under`` how many parts of the entries' paths are not the
    student's own (the class's folder, the student's folder). ``shown`` gives an entry the name its author gave it,
    where a system changed it.
    """

    student: str
    wished: str
    source: str
    entries: list[Entry] = field(default_factory=list)
    under: int = 0
    shown: dict[tuple[str, ...], str] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)

    def name_of(self, entry: Entry) -> str:
        """The file name that the student gave."""
        return self.shown.get(entry.parts, entry.name)


def is_notebook_name(name: str) -> bool:
    """Whether a file name is a notebook's."""
    return NOTEBOOK.search(name) is not None


def split(entries: list[Entry], name: str, assignment: str, *, from_zip: bool) -> list[Slot]:
    """The submissions among the entries of one root (a folder or a zip of that ``name``)."""
    entries, under = _unwrapped(entries, name, assignment)
    for layout in (_gradescope, _moodle, _nbgrader, _canvas):
        slots = layout(entries, under, name, assignment)
        if slots is not None:
            return slots
    return _one(entries, under, name, assignment, from_zip=from_zip) or _plain(entries, under, name, assignment)


def _tops(entries: Iterable[Entry], under: int) -> dict[str, list[Entry]]:
    """Entries by their first part below the wrapping folders, in order."""
    tops: dict[str, list[Entry]] = {}
    for entry in entries:
        if len(entry.parts) > under:
            tops.setdefault(entry.parts[under], []).append(entry)
    return tops


def _is_folder(entries: list[Entry], under: int) -> bool:
    return any(entry.folder or len(entry.parts) > under + 1 for entry in entries)


def _unwrapped(entries: list[Entry], name: str, assignment: str) -> tuple[list[Entry], int]:
    """Skip folders that only wrap the class ("class.zip › class/…", a course folder with ``submitted``).

    A lone folder is a wrapper where it cannot be a student's: it holds folders with notebooks or several notebooks, and
    none directly in it bears the assignment's name.
    """
    under = 0
    while True:
        tops = _tops(entries, under)
        if "submitted" in tops and _is_folder(tops["submitted"], under):  # nbgrader's course folder
            return tops["submitted"], under + 1
        if len(tops) != 1:
            return entries, under
        (top, inner), *_ = tops.items()
        if not _is_folder(inner, under) or _MOODLE.match(top) or _GRADESCOPE.match(top):
            return entries, under
        below = _tops(inner, under + 1)
        if assignment.casefold() in {n.casefold() for n, found in below.items() if _is_folder(found, under + 1)}:
            return entries, under  # STUDENT/ASSIGNMENT
        files = [entry for entry in inner if len(entry.parts) == under + 2 and not entry.folder]
        notebooks = [entry for entry in files if is_notebook_name(entry.name)]
        own = any(is_named(entry.name, assignment) for entry in notebooks)
        folders = [n for n, found in below.items() if _is_folder(found, under + 1)]
        deeper = [n for n in folders if any(is_notebook_name(e.name) or ZIP.search(e.name) for e in below[n])]
        zips = [entry for entry in files if ZIP.search(entry.name)]
        system = any(_MOODLE.match(n) or _GRADESCOPE.match(n) or _CANVAS.match(n) for n in below)
        same = top == re.sub(r"\.zip$", "", name, flags=re.I)
        if own or not (system or deeper or len(notebooks) + len(zips) > 1 or (same and notebooks)):
            return entries, under
        under += 1


def _gradescope(entries: list[Entry], under: int, name: str, assignment: str) -> list[Slot] | None:
    tops = _tops(entries, under)
    folders = {top: found for top, found in tops.items() if _GRADESCOPE.match(top) and _is_folder(found, under)}
    if not folders:
        return None
    listed = tops.get("submission_metadata.yml", [])
    students, notes = _gradescope_students(listed[0]) if listed else ({}, [])
    slots = []
    for top, found in folders.items():
        student = students.get(top, top)
        wished = f"{student}_{top.removeprefix('submission_')}" if top in students else top
        slots.append(Slot(clean(student), wished, _place(found, under), found, under + 1, notes=list(notes)))
    return slots


def _gradescope_students(entry: Entry) -> tuple[dict[str, str], list[Message]]:
    """Names by folder. Only the blocks of submitters are parsed: the file also holds all results, in megabytes."""
    import yaml

    try:
        text = entry.read(_YAML_LIMIT).decode("utf-8", "replace")
    except UnreadableError as problem:
        return {}, [Message("submission_metadata.yml could not be read: {problem}.", problem=problem.message)]
    names: dict[str, str] = {}
    for block in re.split(r"(?m)^(?=submission_\d+:)", text):
        match = re.match(r"(submission_\d+):.*?\n  :submitters:\n((?:  [- ] .*\n?)+)", block, re.S)
        if not match:
            continue
        lines = []
        for line in match[2].splitlines():
            if re.match(r"  :", line):
                break
            lines.append(line)
        try:
            submitters = yaml.safe_load("\n".join(lines))
            found = [str(person[":name"]) for person in submitters if person.get(":name")]
        except Exception:  # a name that YAML trips over; the folder's name does as well
            continue
        if found:
            names[match[1]] = " and ".join(found)
    return names, []


def _moodle(entries: list[Entry], under: int, name: str, assignment: str) -> list[Slot] | None:
    slots: dict[tuple[str, str], Slot] = {}
    for top, found in _tops(entries, under).items():
        match = _MOODLE.match(top)
        if not match:
            continue
        key = (match["name"], match["id"])
        fresh = Slot(clean(match["name"]), f"{match['name']}_{match['id']}", _place(found, under), under=under + 1)
        slot = slots.setdefault(key, fresh)
        if match["kind"] == "onlinetext" and slot.entries:
            continue
        slot.entries += found
        if match["file"]:  # "download in folders" switched off
            slot.under = under
            slot.shown[found[0].parts] = match["file"]
    return list(slots.values()) or None


def _nbgrader(entries: list[Entry], under: int, name: str, assignment: str) -> list[Slot] | None:
    """STUDENT/ASSIGNMENT/…; a student without that folder handed nothing in for this assignment."""
    wanted = assignment.casefold()
    tops = _tops(entries, under)
    forced = name == "submitted" or any(entry.parts[:under][-1:] == ("submitted",) for entry in entries[:1])
    slots = []
    nested = False
    for student, found in tops.items():
        inside = [e for e in found if len(e.parts) > under + 1 and e.parts[under + 1].casefold() == wanted]
        inside = [e for e in inside if e.folder or len(e.parts) > under + 2]
        if inside:
            nested = True
            slots.append(Slot(clean(student), student, _place(inside, under + 1), inside, under + 2))
        elif any(is_notebook_name(e.name) and len(e.parts) == under + 2 for e in found):
            slots.append(Slot(clean(student), student, _place(found, under), found, under + 1))
        elif len(found) == 1 and len(found[0].parts) == under + 1 and (found[0].problem or not found[0].folder):
            slots += _plain(found, under, name, assignment)  # a folder that cannot be opened, a file beside the folders
    return slots if nested or forced else None


def _canvas(entries: list[Entry], under: int, name: str, assignment: str) -> list[Slot] | None:
    slots: dict[tuple[str, str], Slot] = {}
    others = []
    for top, found in _tops(entries, under).items():
        match = _CANVAS.match(top)
        if not match:
            others.append((top, found))
            continue
        fresh = Slot(clean(match["name"]), f"{match['name']}_{match['id']}", _place(found, under), under=under)
        slot = slots.setdefault((match["name"], match["id"]), fresh)
        slot.entries += found
        for entry in found:
            if len(entry.parts) == under + 1:
                slot.shown[entry.parts] = match["file"]
        if match["late"] and not slot.notes:
            slot.notes.append(Message("Canvas marks it as late."))
    # Two or more names of that pattern, or all of them: "dana_1_2_x.ipynb" alone might be anybody's own name.
    if not slots or (len(slots) == 1 and others):
        return None
    rest = [entry for _, found in others for entry in found]
    return [*slots.values(), *_plain(rest, under, name, assignment)]


def _one(entries: list[Entry], under: int, name: str, assignment: str, *, from_zip: bool) -> list[Slot] | None:
    """A single notebook with the files beside it: one submission, of the student after whom the root is named."""
    notebooks = [entry for entry in entries if is_notebook_name(entry.name)]
    packed = [entry for entry in entries if ZIP.search(entry.name)]
    if len(notebooks) != 1 or packed or len(notebooks[0].parts) != under + 1:
        return None
    student = student_from_file(name if from_zip else notebooks[0].name, assignment)
    return [Slot(clean(student), student, clean(notebooks[0].source), entries, under)]


def _plain(entries: list[Entry], under: int, name: str, assignment: str) -> list[Slot]:
    """Each folder, each zip and each notebook at the top is one submission; other files belong to nobody."""
    slots = []
    tops = _tops(entries, under)
    stems = {notebook_key(top)[0] for top in tops if is_notebook_name(top)}
    for top, found in tops.items():
        entry = found[0]
        if _is_folder(found, under):
            slots.append(Slot(clean(top), top, _place(found, under), found, under + 1))
        elif (
            is_notebook_name(top)
            or ZIP.search(top)
            or _INSTEAD.search(top)
            or (SCRIPT.search(top) and notebook_key(top)[0] not in stems)  # not the notebook's own export
        ):
            student = student_from_file(top, assignment)
            slots.append(Slot(clean(student), student, entry.source, found, under))
    return slots


def _place(entries: list[Entry], under: int) -> str:
    """The source of a submission that is a folder: its first file's place, cut behind the folder."""
    first = entries[0]
    if len(first.parts) <= under + 1:
        return first.source
    return clean(first.source.removesuffix("/".join(clean(part) for part in first.parts[under + 1 :])).rstrip("/› "))
