"""nbgrader's ``submitted/STUDENT/ASSIGNMENT/…``, with the time of the hand-in in ``timestamp.txt``.

A course may call the assignment by another name than the kit. The one folder whose notebook is this assignment's is meant; where
several are, or none, the folders are named, and nobody guesses.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import replace

from autograder.errors import KitError
from autograder.intake.names import clean
from autograder.intake.systems.times import iso_time
from autograder.intake.tree import Entry, UnreadableError
from autograder.intake.upload import Upload, is_folder, is_notebook_name, place_of, tops_of
from autograder.messages import Message
from autograder.results import HandIn

CLOSE = 0.8
"""How alike (difflib's ratio) a student's folder and the assignment's name must be to be taken for a slip of the pen."""


def uploads(
    entries: list[Entry],
    under: int,
    name: str,
    assignment: str,
    *,
    called: str | None = None,
    forced: bool = False,
    fits: Callable[[list[Entry]], bool] = lambda entries: False,
) -> tuple[list[Upload], list[Entry]] | None:
    """The submissions, and the files beside the students' folders; None where the folders are not so.

    Args:
        entries, under, name: what there is, how many parts of the paths are above the students, and the root's name.
        assignment: the kit's name of the assignment.
        called: the name that the course gives it, where the person at the keyboard says so.
        forced: the person at the keyboard says that this is nbgrader's.
        fits: whether one of the notebooks below is one of this assignment.

    Raises:
        KitError: there are assignment folders, and none that can be taken for this assignment's.
    """
    tops = tops_of(entries, under)
    students = {top: its for top, its in tops.items() if is_folder(its, under)}
    beside = [entry for top, its in tops.items() if top not in students for entry in its]
    wanted = (called or assignment).casefold()
    below = {student: _assignments(its, under) for student, its in students.items()}
    named = {student: next((n for n in names if n.casefold() == wanted), None) for student, names in below.items()}
    submitted = (
        forced or name == "submitted" or any(entry.parts[:under][-1:] == ("submitted",) for entry in entries[:1])
    )
    if not submitted and not any(named.values()):
        return None
    if not forced and not any(below.values()):
        return None  # a folder that is only called so: nbgrader keeps an assignment's folder in each student's
    notes: list[Message] = []
    if not any(named.values()) and not any(_direct(its, under) for its in students.values()):
        other = _other_name(below, called, assignment, students, under, fits)
        named = {student: other if other in names else None for student, names in below.items()}
        notes = [
            Message(
                "The course calls the assignment “{name}”: its notebook is of {assignment}.",
                name=clean(other),
                assignment=assignment,
            )
        ]
    found = []
    for student, its in students.items():
        folder = named[student] or _slip(below[student], wanted, set(filter(None, named.values())))
        if folder:
            inside = [entry for entry in its if len(entry.parts) > under + 1 and entry.parts[under + 1] == folder]
            found.append(Upload(clean(student), student, place_of(inside, under + 1), inside, under + 2))
            if not named[student]:
                found[-1].notes.append(
                    Message("Taken from the folder “{name}”, which is not called as the others'.", name=clean(folder))
                )
        elif _direct(its, under) or not below[student]:  # handed in, but not in a folder of the assignment's
            found.append(Upload(clean(student), student, place_of(its, under), its, under + 1))
        else:
            continue  # other assignments only: nothing handed in for this one
        found[-1].notes += notes
        found[-1].hand_in = _hand_in(student, found[-1])
    return found, beside


def _assignments(entries: list[Entry], under: int) -> list[str]:
    """The folders directly below a student's."""
    return sorted(
        {e.parts[under + 1] for e in entries if len(e.parts) > under + 2 or (e.folder and len(e.parts) == under + 2)}
    )


def _direct(entries: list[Entry], under: int) -> bool:
    """Whether files lie directly in a student's folder."""
    return any(len(entry.parts) == under + 2 and not entry.folder for entry in entries)


def _other_name(
    below: dict[str, list[str]],
    called: str | None,
    assignment: str,
    students: dict[str, list[Entry]],
    under: int,
    fits: Callable[[list[Entry]], bool],
) -> str:
    names = sorted({name for names in below.values() for name in names})
    fitting = [] if called else [name for name in names if fits(_notebooks_in(name, below, students, under))]
    if len(fitting) == 1:
        return fitting[0]
    if not names:
        raise KitError(
            "The students' folders hold no assignment “{name}”.",
            "Collect it with nbgrader first.",
            name=clean(called or assignment),
        )
    shown = ", ".join(f"“{clean(name)}”" for name in names[:8]) + (", …" if len(names) > 8 else "")
    raise KitError(
        "There is no notebook for “{name}” in nbgrader's tree: its folders are {shown}.",
        "If one of them is {assignment} under the course's own name, give it: --layout nbgrader:{folder}.",
        name=clean(called or assignment),
        shown=shown,
        assignment=assignment,
        folder=clean((fitting or names)[0]),
    )


def _notebooks_in(name: str, below: dict[str, list[str]], students: dict[str, list[Entry]], under: int) -> list[Entry]:
    """The notebooks in the students' folders of that name."""
    its = [entry for student, names in below.items() if name in names for entry in students[student]]
    inside = [entry for entry in its if len(entry.parts) > under + 2 and entry.parts[under + 1] == name]
    return [entry for entry in inside if is_notebook_name(entry.name) and not entry.folder]


def _slip(names: list[str], wanted: str, taken: set[str]) -> str | None:
    """A student's only folder, where its name is nearly the assignment's."""
    if len(names) != 1 or names[0] in taken:
        return None
    return names[0] if difflib.SequenceMatcher(None, names[0].casefold(), wanted).ratio() >= CLOSE else None


def _hand_in(student: str, upload: Upload) -> HandIn:
    where = f"nbgrader's folder “{clean(student)}”"
    hand_in = HandIn(system="nbgrader", person_id=clean(student), read_from={"person_id": where})
    stamp = next((e for e in upload.entries if e.name == "timestamp.txt" and len(e.parts) == upload.under + 1), None)
    time = stamp_time(stamp) if stamp else None
    if time:
        hand_in = replace(hand_in, time=time, read_from={**hand_in.read_from, "time": "timestamp.txt"})
    return hand_in


def stamp_time(entry: Entry) -> str | None:
    """nbgrader's "2026-11-24 10:00:00.000000 UTC" in ISO 8601; None where it is something else."""
    try:
        return iso_time(entry.read(1000).decode("utf-8", "replace"))
    except UnreadableError:
        return None
