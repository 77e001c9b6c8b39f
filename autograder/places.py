"""Where something stands, as a person would type it: a path relative to the current folder, and a line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from autograder.errors import KitError
from autograder.messages import NO_MESSAGE, Message


def at(path: Path, line: int | None = None) -> str:
    """``solutions/03_attention/notebook.py:12``, relative to the current folder where the file is below it."""
    try:
        shown = path.resolve().relative_to(Path.cwd().resolve())
    except ValueError:
        shown = path
    return f"{shown}:{line}" if line else str(shown)


def line_of(error: BaseException, path: Path) -> int | None:
    """The line of ``path`` at which ``error`` was raised, or from which what raised it was called; None if there is none."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno
    line, frame = None, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == str(path):
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


def did_you_mean(word: str, known: Iterable[str]) -> Message:
    """The sentence that proposes the nearest known word, or lists them all where none is near."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    near = near or [candidate for candidate in words if word and word.lower() in candidate.lower()][:1]
    if near:
        return Message("Did you mean {name}?", name=repr(near[0]))
    return Message("Known are: {names}.", names=", ".join(words)) if words else NO_MESSAGE


def read_author_text(path: Path, missing: str = "Look whether it was moved.") -> str:
    """The text of a file that an author wrote.

    Raises:
        KitError: if it is not there (``missing`` says what to do then), cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KitError("{place} is missing.", missing, place=at(path)) from error
    except OSError as error:
        raise KitError(
            "{place} cannot be read: {reason}.", "Check who may read it.", place=at(path), reason=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise KitError("{place}: the text is not UTF-8.", "Save the file in UTF-8.", place=at(path, line)) from error
