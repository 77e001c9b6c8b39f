"""The page of similar submissions, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.course.similarity import Pair, Passage
from autograder.files import write_output
from autograder.reports.html import page_environment
from autograder.translation import translator


def write_similarity_page(pairs: Sequence[Pair], path: Path, *, title: str, language: str | None = None) -> None:
    """Write the page; it loads nothing and is for staff.

    Raises:
        KitError: the place cannot be written to.
    """
    template = page_environment(translator(language)).get_template("similarity.html")
    write_output(path, template.render(pairs=list(pairs), title=title, marked=marked))


def marked(text: str, passages: Sequence[Passage]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is marked.

    >>> marked("abcd", [Passage(1, 3)])
    [('a', False), ('bc', True), ('d', False)]
    """
    pieces: list[tuple[str, bool]] = []
    place = 0
    for passage in passages:
        start = max(place, passage.start)
        pieces += [(text[place:start], False), (text[start : passage.end], True)]
        place = max(start, passage.end)
    pieces.append((text[place:], False))
    return [(piece, is_marked) for piece, is_marked in pieces if piece]
