"""Whether what was taken for one student's holds what several people handed in: a class in a class, a folder "late"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from autograder.intake.choosing import Candidate
from autograder.intake.hand_out import HandOut
from autograder.intake.names import assignment_in, clean, is_nameless, letters_of, student_from_file
from autograder.intake.systems import canvas, gradescope, moodle
from autograder.intake.tree import Entry
from autograder.intake.upload import ZIP, Upload, is_notebook_name

_STUDENTS_FOLDERS = 3
"""So many folders side by side, each with the assignment's notebook, are no versions of one student's any more."""
_COMMON = """
a answer answers assignment attempt backup bak checkpoint clean code colab copy correct corrected course done draft ex exercise
experiment experiments file final finished fixed full group hand handin homework hw in lab last latest main mine my nb new notebook
of old part play playground problem project ps python question run scratch set sol solution solutions solved submission submit
submitted task team temp test the tmp try uni untitled update updated ver version week work working
תרגיל תרגול מטלה מחברת פתרון סופי סופית חדש ישן עותק שיעורי בית עבודה הגשה נסיון ניסיון טיוטה
"""
_NOBODYS = frozenset(_COMMON.split())
"""Words in the names of notebooks that name no person."""


def several_people(entries: list[Entry], upload: Upload, assignment: str) -> list[str]:
    """Names of the people whose work lies in a upload, if they are several; else none.

    Told by a course system's names for two or more; by notebooks side by side that bear the assignment's name and different
    people's; and by three or more folders side by side with the assignment's notebook in each.
    """
    if upload.one_students or upload.hand_in.system != "plain":
        return []
    below = {entry.parts[upload.under :] for entry in entries if len(entry.parts) > upload.under + 1 or upload.under}
    of_systems = {part for path in below for part in path if moodle.is_ours(part) or gradescope.is_ours(part)}
    if len(of_systems) > 1:
        return sorted(clean(name) for name in of_systems)
    notebooks = [entry for entry in entries if is_notebook_name(entry.name) and not entry.folder]
    by_folder: dict[tuple[str, ...], list[Entry]] = {}
    for entry in notebooks:
        by_folder.setdefault(entry.parts[:-1], []).append(entry)
    for beside in by_folder.values():
        by_canvas = canvas.Reading(beside, len(beside[0].parts) - 1, assignment)
        if by_canvas.possible and by_canvas.likely and len(by_canvas.owners) > 1:
            return sorted(clean(file.top) for file in by_canvas.files)
        names = [entry.name for entry in beside if assignment_in(entry.name, assignment)]
        people = {
            letters_of(student_from_file(name, assignment)) for name in names if not is_nameless(name, assignment)
        }
        apart = [one for one in people if not any(one != other and one.startswith(other) for other in people)]
        if len(apart) > 1:
            return sorted(clean(name) for name in names)
    above: dict[tuple[str, ...], set[str]] = {}
    for folder, beside in by_folder.items():
        if len(folder) > upload.under and any(is_nameless(entry.name, assignment) for entry in beside):
            above.setdefault(folder[:-1], set()).add(folder[-1])
    for folders in above.values():
        if len(folders) >= _STUDENTS_FOLDERS:
            return sorted(clean(name) for name in folders)
    return []


def perhaps_several(
    candidates: Sequence[Candidate], upload: Upload, assignment: str, hand_out: HandOut | None
) -> list[str]:
    """Names of notebooks that lie side by side, each with answers and under a name of its own; none where they are one person's.

    A folder of a section ("group 2/dana.ipynb, group 2/noa.ipynb") looks like one student's, and so does one with the folders or zips of
    two ("pair 7/dana/…, pair 7/noa/…"). Versions of one notebook ("hw3.ipynb",
    "hw3 final.ipynb"), one that bears the assignment's name, and drafts with less than half of the answers are one person's.
    """
    if hand_out is None or len(candidates) < 2 or upload.one_students or upload.hand_in.system != "plain":
        return []
    answers = [hand_out.answered(c.notebook["cells"]) if c.notebook else 0 for c in candidates]
    worked = [c for c, number in zip(candidates, answers, strict=True) if 2 * number >= max(answers) > 0]
    by_folder: dict[tuple[str, ...], dict[str, Candidate]] = {}
    for candidate in worked:
        by_folder.setdefault(candidate.entry.parts[:-1], {})[_person_in(candidate.name, upload, assignment)] = candidate
    for beside in by_folder.values():
        if apart := _apart(beside):
            return sorted(clean(beside[one].name) for one in apart)
    by_parent: dict[tuple[str, ...], dict[str, Candidate]] = {}
    for candidate in worked:
        folder = candidate.entry.parts[upload.under : -1]
        if folder and is_nameless(candidate.name, assignment):  # levi/03_attention.ipynb, cohen/03_attention.ipynb
            person = _person_in(ZIP.sub("", folder[-1]), upload, assignment)
            by_parent.setdefault(folder[:-1], {})[person] = candidate
    for beside in by_parent.values():
        if apart := _apart(beside):
            return sorted(clean("/".join(beside[one].entry.parts[upload.under :])) for one in apart)
    return []


def _apart(beside: Mapping[str, Candidate]) -> list[str]:
    """The people whose notebooks lie side by side, where all are a person's, and they are several and not alike."""
    apart = [one for one in beside if not any(one != other and one.startswith(other) for other in beside)]
    return apart if "" not in beside and len({beside[one].content for one in apart}) > 1 else []


def _person_in(file_name: str, upload: Upload, assignment: str) -> str:
    """The letters of what may be a person's name in a notebook's; empty where all words are such as anybody uses."""
    words = re.split(r"[\W\d_]+", student_from_file(file_name, assignment).casefold())
    of_assignment = set(re.split(r"[\W\d_]+", assignment.casefold()))
    own = letters_of(upload.student)
    named = [w for w in words if len(w) > 1 and w not in _NOBODYS | of_assignment]
    return "its owner" if any(word in own for word in named) else "".join(named)
