"""``collect``: one :class:`Submission` for each thing that was handed in."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import KitError
from autograder.intake import layouts, whereabouts
from autograder.intake.hand_out import HandOut
from autograder.intake.layouts import LAYOUTS
from autograder.intake.names import clean, is_named, unique_ids
from autograder.intake.notebook import parse_notebook
from autograder.intake.reading import Reader, entered
from autograder.intake.submission import DEFAULT_LIMITS, ReadLimits, Submission
from autograder.intake.tree import Entry, UnreadableError, read_regular, walk_folder, why
from autograder.intake.upload import SCRIPT, ZIP, Upload, is_notebook_name
from autograder.intake.zips import Budget, walk_zip
from autograder.messages import Message

MEND_NOTEBOOKS = Message(
    "Name a folder of notebooks, a download of Canvas, Moodle or Gradescope, nbgrader's “submitted” folder, or a zip "
    "of any of these."
)


def collect(
    path: Path,
    assignment: str,
    *,
    limits: ReadLimits = DEFAULT_LIMITS,
    layout: str | None = None,
    hand_out: HandOut | None = None,
) -> list[Submission]:
    """Read all submissions of an assignment.

    Each is read once, for its digest and its problems, and its contents are dropped: a submission reads them anew when it is
    asked for them, so the files must stay where they are until the class is graded.

    Args:
        path: a folder (of notebooks, or one folder or zip a student), a download of Canvas, Moodle or Gradescope (zip
            or unpacked), nbgrader's ``submitted`` folder, a single notebook, or a single zip.
        assignment: the assignment's folder name, "03_attention".
        limits: sizes beyond which reading stops.
        layout: one of :data:`~autograder.intake.layouts.LAYOUTS`, or "nbgrader:NAME" with the course's own name of the
            assignment; recognised where it is None.
        hand_out: what students were given; with it, a notebook that is as it was given out is never graded before one that
            has answers, and answers in Markdown cells are found.

    Returns:
        One submission each, sorted by id.

    Raises:
        KitError: the path is missing, holds nothing that was handed in or too much to look at, or can be read in two ways.
    """
    path = Path(path)
    if layout is not None and layout.split(":")[0] not in LAYOUTS:
        raise KitError(
            "There is no layout “{layout}”.", "Choose one of: {known}.", layout=layout, known=", ".join(LAYOUTS)
        )
    uploads, asked = _Class(path, assignment, limits, layout, hand_out).uploads()
    uploads.sort(key=lambda upload: (upload.wished, upload.source))
    ids = unique_ids(upload.wished for upload in uploads)
    reader = Reader(assignment, limits, hand_out)
    submissions = [reader.submission(upload, name) for upload, name in zip(uploads, ids, strict=True) if asked(upload)]
    return sorted(submissions, key=lambda submission: submission.id)


@dataclass(frozen=True)
class _Class:
    """What was given, as a class."""

    path: Path
    assignment: str
    limits: ReadLimits
    layout: str | None
    hand_out: HandOut | None

    def uploads(self) -> tuple[list[Upload], Callable[[Upload], bool]]:
        """All uploads that take part in naming, and which of them were asked for."""
        path = self.path
        if not path.exists():
            raise KitError("There is nothing at {path}.", "Check the path to the submissions.", path=path)
        if path.is_dir():
            try:
                entries = walk_folder(path, self.limits)
            except OSError as error:
                raise KitError(
                    "The folder {path} cannot be opened: {reason}.",
                    "Check who may read it.",
                    path=path,
                    reason=why(error),
                ) from error
            if not entries:
                raise KitError(
                    "The folder {path} is empty.", "Put the submissions in it, or name another folder.", path=path
                )
            root = whereabouts.class_root(path, self.assignment) if self.layout is None else whereabouts.place_of(path)
            if root != whereabouts.place_of(path):
                return self._part(root)
            return self._of(path.resolve().name, entries), lambda upload: True
        if is_notebook_name(path.name) or SCRIPT.search(path.name):
            return self._part(whereabouts.class_root(path, self.assignment))
        if ZIP.search(path.name) or zipfile.is_zipfile(path):
            return self._zip(), lambda upload: True
        raise KitError("{path} is neither a folder, nor a notebook (.ipynb), nor a zip.", MEND_NOTEBOOKS, path=path)

    def _part(self, root: Path) -> tuple[list[Upload], Callable[[Upload], bool]]:
        """One student's folder or file, named as the class around it names it."""
        try:
            parts, around = whereabouts.part_of(root, self.path)
        except OSError:  # a folder above it that may be entered, but not listed
            root = whereabouts.place_of(self.path).parent
            parts, around = (self.path.name,), []
        own = [entry for entry in around if entry.parts == parts and not entry.folder]
        if self.path.is_dir():
            around = [entry for entry in around if entry.parts != parts]
            own = walk_folder(root, self.limits, parts)
        elif not own:
            own = [Entry(parts, clean(parts[-1]), lambda limit: read_regular(self.path, limit), path=self.path)]
            around = [*around, *own]
        entries = sorted([*around, *own] if self.path.is_dir() else around, key=lambda entry: entry.parts)
        try:
            layout = None if self.layout == "single" else self.layout  # of a file it is true, and names nobody
            uploads = replace(self, layout=layout)._split(entries, root.name, part_of_class=True)
        except KitError:  # how the whole class is to be read is not asked here
            uploads = layouts.plain(entries, 0, self.assignment)
        ours = {entry.parts for entry in own}

        def asked(upload: Upload) -> bool:
            return any(entry.parts in ours for entry in upload.entries)

        for upload in uploads:
            if asked(upload):
                upload.entries = [entry for entry in upload.entries if entry.parts in ours]
        return uploads, asked

    def _zip(self) -> list[Upload]:
        shown = clean(self.path.name)
        try:
            entries = walk_zip(self.path, (), shown, self.limits, budget=Budget(self.limits.class_zip_bytes))
        except UnreadableError as problem:
            stem = self.path.stem
            return [Upload(clean(stem), stem, shown, [_failed(shown, problem.message)])]
        if not entries:
            raise KitError("The zip {path} is empty.", "Download or pack it again.", path=self.path)
        return self._of(self.path.name, entries, from_zip=True)

    def _of(self, name: str, entries: list[Entry], *, from_zip: bool = False) -> list[Upload]:
        """The uploads of a folder or zip; a lone zip in a folder is the class's, not one student's."""
        if not from_zip and len(entries) == 1 and ZIP.search(entries[0].name) and len(entries[0].parts) == 1:
            inner = entered(entries[0], self.limits, Budget(self.limits.class_zip_bytes), source=entries[0].name)
            if inner and not inner[0].problem:
                name, from_zip = entries[0].name, True
                entries = [replace(entry, parts=entry.parts[1:]) for entry in inner]
        uploads = self._split(entries, name, from_zip=from_zip)
        if not uploads or not any(_could_hold_a_notebook(entry) for upload in uploads for entry in upload.entries):
            others = sorted({clean(entry.name) for entry in entries if not entry.folder})
            missing = Message(
                "There is no notebook for “{assignment}” in {path}.", assignment=self.assignment, path=str(self.path)
            )
            if others:
                names = ", ".join(others[:5]) + (", …" if len(others) > 5 else "")
                missing = Message("{missing} It holds {names}.", missing=missing, names=names)
            raise KitError(missing, MEND_NOTEBOOKS)
        return uploads

    def _split(
        self, entries: list[Entry], name: str, *, from_zip: bool = False, part_of_class: bool = False
    ) -> list[Upload]:
        return layouts.split(
            entries,
            name,
            self.assignment,
            from_zip=from_zip,
            layout=self.layout,
            part_of_class=part_of_class,
            fits=self._fits,
        )

    def _fits(self, notebooks: Iterable[Entry]) -> bool:
        """Whether one of some notebooks is of this assignment, by its name or by what is in it."""
        for entry in notebooks:
            if is_named(entry.name, self.assignment):
                return True
            if self.hand_out is not None:
                try:
                    notebook, _notes = parse_notebook(
                        entry.read(self.limits.notebook_bytes), self.limits, self.hand_out
                    )
                except UnreadableError:
                    continue
                if self.hand_out.fits(notebook["cells"]):
                    return True
        return False


def _could_hold_a_notebook(entry: Entry) -> bool:
    """Everything that is somebody's attempt to hand in, readable or not."""
    name = entry.name
    return bool(is_notebook_name(name) or ZIP.search(name) or SCRIPT.search(name) or entry.problem) or any(
        layouts.is_a_systems(part) for part in entry.parts
    )


def _failed(source: str, problem: Message) -> Entry:
    def read(limit: int) -> bytes:
        raise UnreadableError(problem)

    return Entry((source,), source, read, problem=problem)
