"""``grades.csv``: one row a submission."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from autograder.files import write_output
from autograder.reports.person_mark import PersonMark
from autograder.results import SubmissionResult

FIXED = ("submission", "student", "status", "score", "max_score")


def write_grades_csv(
    results: Iterable[SubmissionResult],
    path: Path,
    translate: Callable[[str], str] = str,
    people: Mapping[str, Sequence[PersonMark]] | None = None,
) -> None:
    """Write submission, student, status, score, max_score, one column an exercise, and detail; replaced at once.

    With ``people`` (by submission, the course's marks of those whose it is) also mark and max_mark, after lateness and overrides. Where
    members of a group have different ones, each stands with the name.

    In UTF-8 with a byte order mark, without which spreadsheets show Hebrew as question marks. Text that a spreadsheet
    would run as a formula gets an apostrophe in front. ``translate`` is for the column detail.
    """
    ordered = sorted(results, key=lambda result: result.submission)
    exercises = exercise_names(ordered)
    taken = {*FIXED, "detail"}
    of_course = ["mark", "max_mark"] if people is not None else []
    taken |= set(of_course)
    headers = [name if name not in taken else f"{name} (exercise)" for name in exercises]
    rows: list[list[str]] = [[*FIXED, *of_course, *headers, "detail"]]
    for result in ordered:
        scores = {question.name: number(question.score) for question in result.questions}
        fixed = [result.submission, result.student, str(result.status), number(result.score), number(result.max_score)]
        if people is not None:
            fixed += _mark(people.get(result.submission, ()))
        rows.append([*fixed, *(scores.get(name, "") for name in exercises), translate(result.detail)])
    write_csv(path, rows, encoding="utf-8-sig")


def _mark(people: Sequence[PersonMark]) -> list[str]:
    """The mark and its maximum; of members with different marks each one's, with the name."""
    finals = ["" if one.final is None else number(round_half_up(one.final)) for one in people]
    if len(set(finals)) > 1:
        finals = ["; ".join(f"{final or '–'} ({one.name})" for final, one in zip(finals, people, strict=True))]
    return [finals[0] if finals else "", number(people[0].maximum) if people else ""]


def exercise_names(results: Iterable[SubmissionResult]) -> list[str]:
    """All exercises of the class, in the order in which the notebook has them."""
    names: dict[str, None] = {}
    for result in sorted(results, key=lambda r: (-len(r.questions), r.submission)):
        names |= {question.name: None for question in result.questions}
    return list(names)


def number(value: float) -> str:
    """A score as people write it: 12.5, and 10 without a point."""
    return f"{round(value, 4):g}" if abs(value) < 1e5 else str(round(value, 4))


def round_half_up(value: float) -> float:
    """To two decimals, a half up, as people round; what floating point left behind the ninth decimal is no half.

    >>> round_half_up(33.335), round_half_up(0.1 + 0.2)
    (33.34, 0.3)
    """
    return float(Decimal(str(round(value, 9))).quantize(Decimal("0.01"), ROUND_HALF_UP))


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, "CSV Injection"), on one line.

    >>> cell("=1+1"), cell("dana"), cell(" @SUM(A1)")
    ("'=1+1", 'dana', "' @SUM(A1)")
    """
    text = " ".join(text.replace("\0", " ").split()) if any(c in text for c in "\r\n\t\0\v\f") else text
    text = text.encode("utf-8", "replace").decode()
    return (
        "'" + text
        if text.lstrip(" \u00a0\u200b\ufeff").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        else text
    )


def write_csv(path: Path, rows: Sequence[Sequence[str]], *, encoding: str) -> None:
    """Write rows of texts as CSV (RFC 4180, lines end in CRLF), each safe to open in a spreadsheet."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([text if is_number(text) else cell(text) for text in row])
    write_output(path, buffer.getvalue().encode(encoding))


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii() and not text.startswith("+") and all(c.isdigit() or c in ".-e+" for c in text)
