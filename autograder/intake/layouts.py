"""Which files belong to which submission: the layouts that course systems write.

A layout is recognised by its names. In the order in which they are tried:

=============== ===============================================================================================
``gradescope``  folders ``submission_123``, as a rule beside ``submission_metadata.yml``
``moodle``      folders or files ``Dana Levi_123456_assignsubmission_file``
``blackboard``  files ``gradebook_NLP_HW3_dlevi_attempt_2026-11-20-10-11-12_03_attention.ipynb``
``brightspace`` folders or files ``123-456 - Dana Levi - Nov 20, 2026 1011 AM``
``nbgrader``    ``submitted/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb``, from any of the three
``canvas``      files ``levidana_LATE_12345_67890_03_attention-1.ipynb``
``single``      a single notebook with its files, for instance Otter's export: one student's
``plain``       each folder, each zip and each file at the top is one student's
=============== ===============================================================================================

What lies beside a system's own files is taken as in ``plain``, so nothing is without a row. Where two readings are possible,
:class:`~autograder.errors.KitError` names both, and the person at the keyboard chooses one by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from autograder.errors import KitError
from autograder.intake.names import (
    assignment_in,
    clean,
    is_named,
    is_nameless,
    letters_of,
    notebook_key,
    student_from_file,
)
from autograder.intake.scripts import kind_of
from autograder.intake.systems import blackboard, brightspace, canvas, gradescope, moodle, nbgrader
from autograder.intake.tree import Entry, UnreadableError
from autograder.intake.upload import SCRIPT, SYSTEM_FILES, ZIP, Upload, is_folder, is_notebook_name, place_of, tops_of
from autograder.messages import Message

LAYOUTS = ("blackboard", "brightspace", "canvas", "gradescope", "moodle", "nbgrader", "plain", "single")

_PROSE = re.compile(r"\.(pdf|html?|docx?|odt|rtf|pages|txt|md|tex|rar|7z|tar|gz|tgz)$", re.I)
"""What students hand in where a notebook is asked for, and also what may lie beside a notebook."""
_RENAMED = re.compile(r"\.(json|crdownload|part|partial|download)$", re.I)
"""What browsers make of a notebook; whose it is, its name says."""
_SCRIPT_LIMIT = 8 * 2**20
_LINK = re.compile(r"\.(gdoc|gsheet|gslides|url|webloc|desktop|lnk)$", re.I)
_COMPANION = re.compile(r"^(readme|licen[cs]e|requirements|environment|changelog|notes?)\b", re.I)


def split(
    entries: list[Entry],
    name: str,
    assignment: str,
    *,
    from_zip: bool,
    layout: str | None = None,
    part_of_class: bool = False,
    fits: Callable[[list[Entry]], bool] = lambda entries: False,
) -> list[Upload]:
    """The submissions among the entries of one root (a folder or a zip of that ``name``).

    Args:
        entries: all that is in it.
        name: the root's name.
        assignment: the assignment's folder name.
        from_zip: the root is a zip.
        layout: one of :data:`LAYOUTS`, or ``nbgrader:NAME`` with the course's name of the assignment; recognised if None.
        part_of_class: the root is where a class would be, of which only one student was given.
        fits: whether one of some notebooks is one of this assignment.

    Raises:
        KitError: two readings are possible, or the layout that was asked for is not there.
    """
    kind, _, called = (layout or "").partition(":")
    if kind == "single":
        one = _whole(entries, 0, name, assignment)
        one.one_students = True
        return [one]
    entries, under = _unwrapped(entries, name, assignment)
    if kind == "plain":
        return plain(entries, under, assignment)
    found: tuple[list[Upload], list[Entry]] | None = None
    if kind in ("", "gradescope"):
        found = gradescope.uploads(entries, under)
    if found is None and kind in ("", "moodle"):
        found = moodle.uploads(entries, under)
    if found is None and kind in ("", "blackboard"):
        found = blackboard.uploads(entries, under)
    if found is None and kind in ("", "brightspace"):
        found = brightspace.uploads(entries, under)
    if found is None and kind in ("", "nbgrader"):
        found = nbgrader.uploads(
            entries, under, name, assignment, called=called or None, forced=kind == "nbgrader", fits=fits
        )
    if found is None and kind in ("", "canvas"):
        found = _canvas(entries, under, name, assignment, forced=kind == "canvas")
    if found is not None:
        ours, beside = found
        return [*ours, *plain(beside, under, assignment)]
    if kind:
        raise KitError(
            "Nothing in {name} is named as {kind} does it.",
            "Choose another --layout: {known}.",
            name=name,
            kind=kind,
            known=", ".join(LAYOUTS),
        )
    whole = None if part_of_class else _single(entries, under, name, assignment, from_zip=from_zip)
    return [whole] if whole else plain(entries, under, assignment)


def is_a_systems(name: str) -> bool:
    """Whether a course system writes such a name, and hardly anybody else; Canvas's may be a class's own."""
    return any(system.is_ours(name) for system in (blackboard, brightspace, gradescope, moodle))


def _unwrapped(entries: list[Entry], name: str, assignment: str) -> tuple[list[Entry], int]:
    """Skip folders that only wrap the class ("class.zip › class/…", a course folder with ``submitted``).

    A lone folder is a wrapper where it cannot be a student's: it holds folders with notebooks or several notebooks, and
    none directly in it bears the assignment's name.
    """
    under = 0
    while True:
        tops = tops_of(entries, under)
        if "submitted" in tops and is_folder(tops["submitted"], under):  # nbgrader's course folder
            return tops["submitted"], under + 1
        if len(tops) != 1:
            return entries, under
        (top, inner), *_ = tops.items()
        if not is_folder(inner, under) or is_a_systems(top):
            return entries, under
        below = tops_of(inner, under + 1)
        if assignment.casefold() in {n.casefold() for n, found in below.items() if is_folder(found, under + 1)}:
            return entries, under  # STUDENT/ASSIGNMENT
        files = [entry for entry in inner if len(entry.parts) == under + 2 and not entry.folder]
        notebooks = [entry for entry in files if is_notebook_name(entry.name)]
        own = any(is_named(entry.name, assignment) for entry in notebooks)
        folders = [n for n, found in below.items() if is_folder(found, under + 1)]
        deeper = [n for n in folders if any(is_notebook_name(e.name) or ZIP.search(e.name) for e in below[n])]
        zips = [entry for entry in files if ZIP.search(entry.name)]
        system = any(is_a_systems(n) or canvas.is_ours(n) for n in below)
        same = top == re.sub(r"\.zip$", "", name, flags=re.I)
        if own or not (system or deeper or len(notebooks) + len(zips) > 1 or (same and notebooks)):
            return entries, under
        under += 1


def _canvas(
    entries: list[Entry], under: int, name: str, assignment: str, *, forced: bool
) -> tuple[list[Upload], list[Entry]] | None:
    reading = canvas.Reading(entries, under, assignment)
    if not reading.files:
        return None
    if forced:
        return reading.uploads()
    lone = len(reading.owners) == 1 and not reading.alone
    doubtful = not reading.likely and (reading.merges or (lone and len(reading.files) > 1))
    doubtful = reading.likely if not reading.possible else doubtful
    if doubtful:
        by_canvas, beside = reading.uploads()
        raise _two_readings(
            name,
            "canvas",
            Message(
                "as names of Canvas (NAME_USER_FILE_…) they are {submissions}",
                submissions=_count(len(by_canvas) + len(tops_of(beside, under))),
            ),
            "plain",
            Message(
                "as names that people gave they are {submissions}",
                submissions=_count(len(plain(entries, under, assignment))),
            ),
        )
    if not reading.possible or (lone and not reading.likely):
        return None  # one name of that pattern among others might be anybody's own
    return reading.uploads()


def _two_readings(name: str, first: str, first_words: Message, second: str, second_words: Message) -> KitError:
    return KitError(
        "The files in {name} can be read in two ways: {first_words}; {second_words}.",
        "Say which it is: --layout {first} or --layout {second}.",
        name=name,
        first_words=first_words,
        second_words=second_words,
        first=first,
        second=second,
    )


def _count(number: int) -> Message:
    return Message("1 submission") if number == 1 else Message("{number} submissions", number=number)


def _single(entries: list[Entry], under: int, name: str, assignment: str, *, from_zip: bool) -> Upload | None:
    """A single notebook with the files beside it: one submission, of the student after whom the root is named."""
    notebooks = [entry for entry in entries if is_notebook_name(entry.name) and not entry.folder]
    packed = [entry for entry in entries if ZIP.search(entry.name)]
    top = [entry for entry in notebooks if len(entry.parts) == under + 1]
    one = _whole(entries, under, name if from_zip else (top[0].name if top else name), assignment)
    names = {entry.name for entry in top}
    nameless = [name for name in names if is_nameless(name, assignment)]
    if len(names) > 1 and nameless and (from_zip or len(nameless) == len(names)):
        raise _two_readings(
            name,
            "single",
            Message("all of one student, who handed in {count} notebooks", count=len(top)),
            "plain",
            Message("of a class, {submissions}", submissions=_count(len(plain(entries, under, assignment)))),
        )
    if len(notebooks) != 1 or not top or packed:
        return None
    beside = [entry for entry in entries if len(entry.parts) == under + 1 and not entry.folder and entry is not top[0]]
    beside = [entry for entry in beside if notebook_key(entry.name)[0] != notebook_key(top[0].name)[0]]
    owner = letters_of(student_from_file(top[0].name, assignment))
    if any(_LINK.search(entry.name) or _is_anothers(entry.name, owner, assignment) for entry in beside):
        return None  # others handed in something else than a notebook
    prose = [entry for entry in beside if _PROSE.search(entry.name) and not _COMPANION.search(entry.name)]
    prose += [entry for entry in beside if _is_saved_notebook(entry)]
    if prose and not from_zip and not is_named(top[0].name, assignment):
        raise _two_readings(
            name,
            "single",
            Message("all of one student, whose notebook is {name}", name=clean(top[0].name)),
            "plain",
            Message(
                "of a class, {submissions}, with {name} another student's",
                submissions=_count(len(plain(entries, under, assignment))),
                name=clean(prose[0].name),
            ),
        )
    return one


def _is_anothers(name: str, owner: str, assignment: str) -> bool:
    """Whether a file that is no notebook bears the assignment's name and that of another than the notebook's owner."""
    attempt = _PROSE.search(name) or SCRIPT.search(name) or _RENAMED.search(name)
    return bool(
        attempt
        and assignment_in(name, assignment)
        and not letters_of(student_from_file(name, assignment)).startswith(owner)
    )


def _is_saved_notebook(entry: Entry) -> bool:
    """Whether it is a Python file that some tool saved a notebook as."""
    if not SCRIPT.search(entry.name) or entry.problem or entry.size > _SCRIPT_LIMIT:
        return False
    try:
        return kind_of(entry.read(_SCRIPT_LIMIT)) is not None
    except UnreadableError:
        return False


def _whole(entries: list[Entry], under: int, name: str, assignment: str) -> Upload:
    """All of it, as one student's."""
    student = student_from_file(name, assignment)
    notebook = next((e for e in entries if is_notebook_name(e.name) and len(e.parts) == under + 1), None)
    return Upload(clean(student), student, clean((notebook or entries[0]).source), entries, under)


def plain(entries: list[Entry], under: int, assignment: str) -> list[Upload]:
    """Each folder, each zip and each file at the top is one submission; a notebook's own export belongs to it."""
    uploads = []
    tops = tops_of(entries, under)
    notebooks: dict[str, Upload] = {}
    exports: list[tuple[str, list[Entry]]] = []
    for top, found in tops.items():
        if is_folder(found, under):
            uploads.append(Upload(clean(top), top, place_of(found, under), found, under + 1))
            continue
        student = student_from_file(top, assignment)
        upload = Upload(clean(student), student, found[0].source, list(found), under)
        if is_notebook_name(top):
            notebooks.setdefault(notebook_key(top)[0], upload)
        elif top in SYSTEM_FILES:
            continue
        elif not ZIP.search(top):
            exports.append((top, found))
            continue
        uploads.append(upload)
    for top, found in exports:
        own = notebooks.get(notebook_key(top)[0])
        if own is not None:  # dana.py or dana.html beside dana.ipynb
            own.entries += found
        else:
            student = student_from_file(top, assignment)
            uploads.append(Upload(clean(student), student, found[0].source, list(found), under))
    return uploads
