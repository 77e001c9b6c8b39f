"""What intake hands on: one :class:`Submission` for everything that was handed in, readable or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from autograder.messages import NO_MESSAGE, Message
from autograder.results import HandIn


@dataclass(frozen=True)
class ReadLimits:
    """Sizes beyond which intake stops reading. Bytes, except where said otherwise."""

    notebook_bytes: int = 256 * 2**20
    """A notebook file, outputs included; also a zip inside a zip."""
    source_bytes: int = 16 * 2**20
    """All cells of one notebook together, without outputs."""
    cells: int = 5_000
    """Cells of one notebook (a count)."""
    file_bytes: int = 8 * 2**20
    """One file that came along with a notebook."""
    files_bytes: int = 32 * 2**20
    """All files that came along with one notebook."""
    files: int = 200
    """Files that came along with one notebook (a count)."""
    zip_bytes: int = 1024 * 2**20
    """All that is unpacked from one student's zip, zips inside it included."""
    class_zip_bytes: int = 16 * 1024 * 2**20
    """All that is unpacked from the zip of a class."""
    zip_members: int = 100_000
    """Members of one zip (a count)."""
    zip_ratio: int = 200
    """Unpacked size over packed size of a member of more than 16 MiB; text with pictures stays under 20."""
    zip_depth: int = 2
    """A zip is 1 deep, a zip in it 2 (a count)."""
    folder_depth: int = 12
    """Folders within folders (a count)."""
    entries: int = 200_000
    """Files and folders looked at in all (a count)."""


DEFAULT_LIMITS = ReadLimits()


class Submission:
    """One submission. Where ``problem`` is empty there is a notebook, else there is none.

    What :func:`~autograder.intake.collect` returns knows where its notebook and files lie, and reads them anew whenever they are
    asked for, so that a class is never in memory at once. :meth:`loaded` is the same with its contents in memory; pickling
    loads it too.

    Args:
        id: unique in the class, also where upper and lower case are the same; usable as a file name on Linux, macOS and
            Windows.
        student: the name to show.
        source: where it came from, for people: "class.zip › dana/03_attention.ipynb".
        notebook: nbformat 4.5 as plain data: "cells" holds code and markdown cells only, "source" is one string, code
            cells have no outputs. Free of lone surrogates, NUL characters, NaN, and deep nesting.
        problem: why it cannot be graded, in words for people; "" where it can.
        files: other files handed in along with the notebook, by relative path with "/".
        digest: SHA-256 (hex) of the notebook's bytes and of ``files``: the same content, the same digest.
        notes: remarks for whoever grades.
        read_as: those of the notes that its author should read too: which of several notebooks was taken, what was repaired or
            converted to read it, and what was left out.
        choice: where several notebooks were handed in, which one is graded and why; "" where there was one.
        hand_in: who and when, as far as the system that it was downloaded from wrote it down.
        exercises: grade these only; all if None. Nothing that students hand in sets it.
        read: reads the submission anew, contents included.
    """

    def __init__(
        self,
        id: str,
        student: str,
        source: str,
        notebook: dict[str, Any] | None = None,
        problem: Message = NO_MESSAGE,
        files: dict[str, bytes] | None = None,
        digest: str = "",
        notes: tuple[Message, ...] = (),
        *,
        choice: Message = NO_MESSAGE,
        read_as: tuple[Message, ...] = (),
        hand_in: HandIn | None = None,
        exercises: tuple[str, ...] | None = None,
        read: Callable[[], Submission] | None = None,
    ) -> None:
        self.id = id
        self.student = student
        self.source = source
        self.problem = problem
        self.digest = digest
        self.notes = notes
        self.choice = choice
        self.read_as = read_as
        self.hand_in = hand_in or HandIn()
        self.exercises = exercises
        self._notebook = notebook
        self._files = files or {}
        self._read = read

    def loaded(self) -> Submission:
        """This submission with its contents in memory.

        Where they have changed or gone since the class was collected, it has a ``problem`` that says so.
        """
        if self._read is None:
            return self
        again = self._read()
        if again.digest == self.digest:
            return again
        changed = Message("It was changed or removed while the class was graded: run the same command again.")
        return Submission(self.id, self.student, self.source, None, changed, hand_in=self.hand_in)

    @property
    def notebook(self) -> dict[str, Any] | None:
        """The notebook as plain data; None where it could not be read."""
        return self._notebook if self._read is None else self.loaded().notebook

    @property
    def files(self) -> dict[str, bytes]:
        """The other files, by relative path."""
        return self._files if self._read is None else self.loaded().files

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The notebook's code and markdown cells, in order; none where it could not be read."""
        notebook = self.notebook
        return notebook["cells"] if notebook else []

    @property
    def code(self) -> list[str]:
        """The sources of the code cells, in order."""
        return [cell["source"] for cell in self.cells if cell["cell_type"] == "code"]

    def to_plain(self) -> dict[str, Any]:
        """With its contents, as plain data for another process of the kit."""
        full = self.loaded()
        names = ("id", "student", "source", "notebook", "files", "digest", "exercises")
        return {name: getattr(full, name) for name in names} | {
            "problem": full.problem.to_json(),
            "notes": [note.to_json() for note in full.notes],
            "choice": full.choice.to_json(),
            "read_as": [note.to_json() for note in full.read_as],
            "hand_in": asdict(full.hand_in),
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Submission:
        """The inverse of :meth:`to_plain`."""
        exercises = plain["exercises"]
        return cls(
            **{
                **plain,
                "problem": Message.from_json(plain["problem"]),
                "notes": tuple(Message.from_json(note) for note in plain["notes"]),
                "choice": Message.from_json(plain["choice"]),
                "read_as": tuple(Message.from_json(note) for note in plain["read_as"]),
                "hand_in": HandIn.from_plain(plain["hand_in"]),
                "exercises": None if exercises is None else tuple(exercises),
            }
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return Submission.from_plain, (self.to_plain(),)

    def __repr__(self) -> str:
        return f"Submission({self.id!r}, {self.source!r}, problem={self.problem!r})"
