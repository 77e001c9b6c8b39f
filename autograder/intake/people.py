"""Whether what was taken for one student's holds what several people handed in: a class in a class, a folder "late"."""

from __future__ import annotations

from autograder.intake.names import assignment_in, clean, is_nameless, letters_of, student_from_file
from autograder.intake.systems import canvas, gradescope, moodle
from autograder.intake.tree import Entry
from autograder.intake.upload import Upload, is_notebook_name

_STUDENTS_FOLDERS = 3
"""So many folders side by side, each with the assignment's notebook, are no versions of one student's any more."""


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
