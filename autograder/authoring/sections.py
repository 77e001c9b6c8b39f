"""Under which heading of the notebook an exercise stands: what a student reads again."""

from __future__ import annotations

import re

from autograder.authoring.assignment import Assignment

_HEADING = re.compile(r"(?m)^#{1,6}\s+(.+?)\s*#*\s*$")
_FENCED = re.compile(r"(?ms)^(```|~~~).*?^\1")


def section_headings(assignment: Assignment) -> dict[str, str]:
    """The nearest heading above each exercise's answer cell, as plain text; none for an exercise without one."""
    found: dict[str, str] = {}
    heading = ""
    for cell in assignment.master.cells:
        if cell.kind == "markdown":
            headings = _HEADING.findall(_FENCED.sub("", cell.source))
            heading = headings[-1] if headings else heading
        elif cell.exercise and heading:
            found.setdefault(cell.exercise, _plain(heading))
    return found


def _plain(heading: str) -> str:
    return re.sub(r"[*`]|<[^>]+>", "", heading).strip()
