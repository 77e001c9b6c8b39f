"""What intake hands on: one :class:`Submission` for everything that was handed in, readable or not."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from autograder.messages import NO_MESSAGE, Message
from autograder.results import HandIn


@dataclass(frozen=True)
class Limits:
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


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Submission:
    """One submission. Exactly one of ``notebook`` and ``problem`` is set.

    Attributes:
        id: unique in the class, also where upper and lower case are the same; usable as a file name on Linux, macOS and
            Windows. For Canvas and Moodle downloads it ends in the participant's number there ("Dana_Levi_123456").
        student: the name to show.
        source: where it came from, for people: "class.zip › dana/03_attention.ipynb".
        notebook: nbformat 4.5 as plain data: "cells" holds code and markdown cells only, "source" is one string, code
            cells have no outputs. Free of lone surrogates, NUL characters, NaN, and deep nesting.
        problem: why it cannot be graded, in words for people; "" where it can.
        files: other files handed in along with the notebook, by relative path with "/".
        digest: SHA-256 (hex) of the notebook's bytes and of ``files``: the same content, the same digest.
        notes: remarks for whoever grades, for instance which of two notebooks was taken.
        hand_in: who and when, as far as the system that it was downloaded from wrote it down.
        exercises: grade these only; all if None. Nothing that students hand in sets it.
    """

    id: str
    student: str
    source: str
    notebook: dict[str, Any] | None = None
    problem: Message = NO_MESSAGE
    files: dict[str, bytes] = field(default_factory=dict)
    digest: str = ""
    notes: tuple[Message, ...] = ()
    hand_in: HandIn = field(default_factory=HandIn)
    exercises: tuple[str, ...] | None = None

    def to_plain(self) -> dict[str, Any]:
        """All fields as plain data, for another process of the kit."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        notes = [note.to_json() for note in self.notes]
        return plain | {"problem": self.problem.to_json(), "notes": notes, "hand_in": asdict(self.hand_in)}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Submission:
        """The inverse of :meth:`to_plain`."""
        notes = tuple(Message.from_json(note) for note in plain["notes"])
        problem, hand_in = Message.from_json(plain["problem"]), HandIn.from_plain(plain["hand_in"])
        return cls(**{**plain, "problem": problem, "notes": notes, "hand_in": hand_in})

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The notebook's code and markdown cells, in order; none where it could not be read."""
        return self.notebook["cells"] if self.notebook else []

    @property
    def code(self) -> list[str]:
        """The sources of the code cells, in order."""
        return [cell["source"] for cell in self.cells if cell["cell_type"] == "code"]
