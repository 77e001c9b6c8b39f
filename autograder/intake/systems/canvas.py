"""Canvas's "Download Submissions" (lib/content_zipper.rb): a flat zip of files.

=====================================  ==================================================================
``NAME_USER_FILE_…``                   the name in small letters without blanks or signs, but for "_"; the user's number; the
                                       file's number; the file's own name, to which Canvas adds "-1" when one is handed in again
``NAME_LATE_USER_FILE_…``              handed in late
``anon_CODE_FILE_…``, ``LATE_anon_…``  marked anonymously
``…_USER_text.html``, ``…_link.html``  typed into Canvas, or a web address
=====================================  ==================================================================

A class may well name its own files so: ``hw_3_301234564_dana.ipynb``. Therefore the numbers must fit: a user has one name, a
file's number occurs once, and a user's files have different names. Where they fit, but several notebooks would be one
student's and nothing else speaks for Canvas, or where they do not fit and much speaks for it, nobody guesses.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from autograder.intake.names import clean, is_named, notebook_key
from autograder.intake.tree import Entry
from autograder.intake.upload import ZIP, Upload, is_folder, is_notebook_name, place_of, tops_of
from autograder.messages import Message
from autograder.results import HandIn

_NAME = re.compile(
    r"^(?:(?P<hidden_late>LATE_)?anon_(?P<code>[A-Za-z0-9]+)|(?P<name>[^\s.,;:'()-]+?)_(?P<late>LATE_)?(?P<user>\d+))"
    r"_(?:(?P<number>\d+)_(?P<file>.+)|(?P<typed>(?:text|link)\.html))$"
)


@dataclass(frozen=True)
class _File:
    """What Canvas wrote into one name."""

    top: str
    name: str
    user: str | None
    late: bool
    number: str | None
    file: str

    @property
    def owner(self) -> tuple[str, str | None]:
        return self.name, self.user


class Reading:
    """The files of a class as Canvas would have written them.

    Attributes:
        possible: nothing contradicts that Canvas wrote these names.
        likely: something speaks for Canvas that a class would hardly come up with.
        merges: several notebooks of different names would be one student's.
    """

    def __init__(self, entries: list[Entry], under: int, assignment: str) -> None:
        self.tops = tops_of(entries, under)
        self.under = under
        self.assignment = assignment
        found = [_read(top) for top, its in self.tops.items() if not is_folder(its, under)]
        self.files = [file for file in found if file]
        self.owners: dict[tuple[str, str | None], list[_File]] = {}
        for file in self.files:
            self.owners.setdefault(file.owner, []).append(file)

    @property
    def possible(self) -> bool:
        numbers = Counter(file.number for file in self.files if file.number)
        names: dict[str, set[tuple[str, bool]]] = {}
        for file in self.files:
            names.setdefault(file.user or file.name, set()).add((file.name, file.late))
        return (
            all(count == 1 for count in numbers.values())
            and all(len(of_one) == 1 for of_one in names.values())
            and all(len({file.file for file in its}) == len(its) for its in self.owners.values())
        )

    @property
    def likely(self) -> bool:
        if any(file.late or not file.user for file in self.files):
            return True
        if len({file.user for file in self.files}) < 2:
            return False
        works = Counter(
            key for its in self.owners.values() for key in {notebook_key(f.file)[0] for f in its if _work(f)}
        )
        return any(is_named(file.file, self.assignment) for file in self.files) or any(n > 1 for n in works.values())

    @property
    def merges(self) -> bool:
        for its in self.owners.values():
            works = [file for file in its if _work(file)]
            several = len({notebook_key(file.file)[0] for file in works}) > 1
            if several and not any(is_named(file.file, self.assignment) for file in works):
                return True
        return False

    @property
    def alone(self) -> bool:
        """All that lies here is of one owner."""
        return len(self.owners) == 1 and len(self.files) == len(self.tops)

    def uploads(self) -> tuple[list[Upload], list[Entry]]:
        """The submissions, and what lies beside them."""
        found = []
        for (name, user), files in self.owners.items():
            its = [entry for file in files for entry in self.tops[file.top]]
            wished = f"{name}_{user}" if user else name
            upload = Upload(clean(name), wished, place_of(its, self.under), its, self.under, numbers_attempts=True)
            upload.shown = {self.tops[file.top][0].parts: file.file for file in files}
            where = f"Canvas's name “{clean(files[0].top)}”"
            upload.hand_in = HandIn(
                system="canvas",
                late=files[0].late,
                person_id=user,
                read_from={"late": where, **({"person_id": where} if user else {})},
            )
            if files[0].late:
                upload.notes.append(Message("Canvas marks it as late."))
            found.append(upload)
        ours = {file.top for file in self.files}
        return found, [entry for top, its in self.tops.items() if top not in ours for entry in its]


def is_ours(name: str) -> bool:
    """Whether Canvas may have written such a name."""
    return _read(name) is not None


def _read(top: str) -> _File | None:
    match = _NAME.match(top)
    if match is None or (match["name"] and match["name"] != match["name"].lower()):
        return None
    name = match["name"] or f"anon_{match['code']}"
    late = bool(match["late"] or match["hidden_late"])
    return _File(top, name, match["user"], late, match["number"], match["file"] or match["typed"])


def _work(file: _File) -> bool:
    return bool(is_notebook_name(file.file) or ZIP.search(file.file))
