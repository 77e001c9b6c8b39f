"""Read the result files that grading wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import KitError
from autograder.messages import NO_MESSAGE, Message
from autograder.results import Status, SubmissionResult, Timings, was_edited


@dataclass(frozen=True)
class ReadResult:
    """A result file as it was read: whether somebody has changed it, and what is wrong with it."""

    result: SubmissionResult
    edited: bool = False
    problem: Message = NO_MESSAGE


Known = dict[Path, tuple[tuple[int, int, int], ReadResult]]
"""What was read before, with the file's time, size and number; files are replaced, never written over."""


def read_results(
    folder: Path, *, on_problem: Callable[[Message], None] | None = None, known: Known | None = None
) -> list[SubmissionResult]:
    """Results of RESULTS/<submission>.json, sorted by submission.

    A file that cannot be read is reported to ``on_problem`` (one sentence) and comes back as an "unreadable" row
    without exercises, so that no student silently vanishes from the tables; exports leave its grade blank.

    Args:
        folder: of results.
        on_problem: is told what is wrong with a file.
        known: for whoever reads again and again: files that are as they were are taken from here.

    Raises:
        KitError: the folder is missing or holds no results, or a result was changed by hand.
    """
    report = on_problem or (lambda sentence: None)
    if not folder.is_dir():
        raise KitError(
            "There is no results folder {folder}.", "`autograder grade … --out FOLDER` makes one.", folder=folder
        )
    results = []
    edited = []
    for path in sorted(folder.glob("*.json")):
        if path.name.startswith("."):
            continue
        read = _read(path, known)
        if read.edited:
            edited.append(path)
        if read.problem:
            report(read.problem)
        results.append(read.result)
    if edited:
        names = ", ".join(str(path) for path in edited)
        raise KitError(
            "Changed by hand since grading: {names}.",
            "A mark is changed in overrides.csv (docs/course.md), where it lasts; `autograder grade` makes these results anew.",
            names=names,
        )
    if not results:
        raise KitError(
            "There are no results in {folder}.", "`autograder grade … --out FOLDER` writes them.", folder=folder
        )
    return sorted(results, key=lambda result: result.submission)


def read_timings(folder: Path) -> dict[str, Timings]:
    """What grading took, by submission, from RESULTS/timings/; none of a file that is not there or cannot be read."""
    found = {}
    for path in sorted((folder / "timings").glob("*.json")):
        try:
            took = Timings(**json.loads(path.read_bytes()))
            if all(isinstance(value, int | float) for value in vars(took).values()):
                found[path.stem] = took
        except (OSError, ValueError, TypeError):
            continue
    return found


def _read(path: Path, known: Known | None) -> ReadResult:
    try:
        found = path.stat()
        stamp = found.st_mtime_ns, found.st_size, found.st_ino
    except OSError:
        return _read_anew(path)
    before = (known or {}).get(path)
    if before is not None and before[0] == stamp:
        return before[1]
    read = _read_anew(path)
    if known is not None:
        known[path] = stamp, read
    return read


def _read_anew(path: Path) -> ReadResult:
    edited = False
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        edited = was_edited(document)
        result = SubmissionResult.from_gradescope(document)
        _check(result)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        problem = Message(
            "{file} is damaged or not from this kit ({error}): grade that submission again.",
            file=str(path),
            error=type(error).__name__,
        )
        detail = Message("The result file is damaged: grade this submission again.")
        return ReadResult(SubmissionResult(path.stem, path.stem, "", Status.UNREADABLE, detail), edited, problem)
    return ReadResult(result, edited)


def _check(result: SubmissionResult) -> None:
    """The types on which reports rely: a file that was edited by hand is damaged, and not the report's surprise."""
    for text in (
        result.submission,
        result.student,
        result.assignment,
        result.detail,
        result.isolation,
        *result.notes,
        *result.read_as,
    ):
        if not isinstance(text, str):
            raise TypeError("a text is missing")
    for question in result.questions:
        numbers = [question.score, question.max_score]
        texts = [question.name, question.detail, question.code, question.section, *question.lent]
        for case in question.cases:
            numbers += [case.score, case.max_score]
            texts += [case.name, case.output]
        if not all(isinstance(number, int | float) and abs(number) < 1e9 for number in numbers):
            raise TypeError("a score is no number")
        if not all(isinstance(text, str) for text in texts):
            raise TypeError("a text is missing")
