"""In which order a page shows an exercise's checks: what failed first, what follows from it, and what passed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from autograder.results import CaseResult, QuestionResult

_RAISED = re.compile(r"raised (\w+)[.:]?[^\n]*\Z")
"""The last line of a check's message in English, where the student's code raised."""

Kept = tuple[CaseResult, int]
"""A check, and its number among the hidden ones up to it."""


@dataclass
class Arranged:
    """The checks of one exercise in three parts, each in the order in which they ran."""

    first: list[Kept] = field(default_factory=list)
    follows: list[Kept] = field(default_factory=list)
    """Failed checks that say no more than one of the first: with a misconception all but one, for it explains every answer
    that was given; else those in which the code raised what it had raised before."""
    passed: list[Kept] = field(default_factory=list)


def arranged(question: QuestionResult) -> Arranged:
    """Sort an exercise's checks for a page."""
    parts = Arranged()
    raised: set[str] = set()
    hidden = 0
    for case in question.cases:
        hidden += case.hidden
        error = match[1] if (match := _RAISED.search(str(case.output))) else ""
        if case.passed:
            parts.passed.append((case, hidden))
        elif parts.first and (question.misconception or error in raised):
            parts.follows.append((case, hidden))
        else:
            parts.first.append((case, hidden))
            raised |= {error} - {""}
    return parts
