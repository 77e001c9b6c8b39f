"""Where something stands, as a person would type it: a path relative to the current folder, and a line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path


def at(path: Path, line: int | None = None) -> str:
    """``solutions/03_attention/notebook.py:12``, relative to the current folder where the file is below it."""
    try:
        shown = path.resolve().relative_to(Path.cwd().resolve())
    except ValueError:
        shown = path
    return f"{shown}:{line}" if line else str(shown)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The sentence that proposes the nearest known word, or lists them all where none is near."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    near = near or [candidate for candidate in words if word and word.lower() in candidate.lower()][:1]
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"Known are: {', '.join(words)}." if words else ""
