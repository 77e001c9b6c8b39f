"""Results of a class that nobody has graded."""

from __future__ import annotations

from autograder.results import CaseResult, QuestionResult, Status, SubmissionResult


def question(name: str, passed: list[bool], *, status: Status = Status.GRADED, detail: str = "") -> QuestionResult:
    """An exercise of 2 points a check; the first two checks are public."""
    cases = [
        CaseResult(f"test_check_{n}", 2.0 * ok, 2.0, ok, n >= 2, "" if ok else f"Message {n}: look at the mask.")
        for n, ok in enumerate(passed)
    ]
    return QuestionResult(name, 2.0 * sum(passed), 2.0 * len(passed), status, detail, cases)


def result(submission: str, student: str, questions: list[QuestionResult], **more: object) -> SubmissionResult:
    """A submission of 03_attention."""
    values = {"status": Status.GRADED, "isolation": "namespaces", "key": "k"} | more
    return SubmissionResult(submission, student, "03_attention", questions=questions, **values)  # type: ignore[arg-type]
