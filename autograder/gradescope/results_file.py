"""results.json as Gradescope documents it: https://gradescope-autograders.readthedocs.io/en/latest/specs/

Public checks are seen at once. Hidden ones, and the name of a misconception, which is known by their calls, are seen with their
messages once grades are published; their titles, which say what is tested, never are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from autograder import __version__
from autograder.isolation.guarantees import Finding
from autograder.messages import Message
from autograder.results import QuestionResult, Status, SubmissionResult
from autograder.translation import Translator, _, case_title

VISIBLE, LATER = "visible", "after_published"
MOST_CELLS = 12


def results_document(
    result: SubmissionResult, findings: Sequence[Finding], seconds: int, translate: Translator
) -> dict[str, Any]:
    """The document.

    Args:
        result: of the submission.
        findings: what a confined child tried in this container, and whether it got anywhere.
        seconds: that grading took.
        translate: into the students' language.
    """
    return {
        "score": result.score,
        "execution_time": seconds,
        "output": _output(result, findings, translate),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": VISIBLE,
        "stdout_visibility": "hidden",
        "extra_data": {
            "kit": __version__,
            "status": str(result.status),
            "max_score": result.max_score,
            "isolation": result.isolation,
            "held": {finding.guarantee.title: finding.held for finding in findings},
            "hand_in": asdict(result.hand_in),
            "notes": [str(note) for note in result.notes],
        },
        "tests": [
            row
            for number, question in enumerate(result.questions, start=1)
            for row in (*_case_rows(number, question, translate), *_told_rows(number, question, translate))
        ],
    }


def _case_rows(number: int, question: QuestionResult, translate: Translator) -> list[dict[str, Any]]:
    rows = []
    hidden = 0
    for index, case in enumerate(question.cases, start=1):
        hidden += case.hidden
        title = Message("Hidden check {number}", number=hidden) if case.hidden else case_title(case.name)
        rows.append(
            {
                "name": f"{question.name}: {translate(title)}",
                "number": f"{number}.{index}",
                "score": case.score,
                "max_score": case.max_score,
                "status": "passed" if case.passed else "failed",
                "output": translate(case.output),
                "visibility": LATER if case.hidden else VISIBLE,
            }
        )
    return rows


def _told_rows(number: int, question: QuestionResult, translate: Translator) -> list[dict[str, Any]]:
    """What is said of an exercise as a whole, in a row without points: its status, the misconception, what was lent."""
    now = [translate(question.detail)] if question.detail else []
    later = []
    for misconception in (question.misconception, question.other_misconception):
        if misconception:
            later.append(f"{translate(misconception.name)}\n{translate(misconception.hint)}")
    if question.lent:
        said = _(
            "So that an earlier mistake costs its own points only, this exercise was tried again with correct versions of:"
        )
        later.append(f"{translate(said)} {', '.join(question.lent)}")
    index = len(question.cases)
    rows = []
    for lines, title, visibility in ((now, _("What happened"), VISIBLE), (later, _("What it looks like"), LATER)):
        if lines:
            index += 1
            name = f"{question.name}: {translate(title)}"
            row = {"name": name, "number": f"{number}.{index}", "output": "\n\n".join(lines), "visibility": visibility}
            rows.append(row)
    return rows


def _output(result: SubmissionResult, findings: Sequence[Finding], translate: Translator) -> str:
    """What stands above the checks: how it was read, what its cells did, and what kept it apart from the tests."""
    parts = []
    if result.status is not Status.GRADED:
        parts.append(translate(Message("Status: {status}", status=Message(str(result.status)))))
        parts += [translate(result.detail)] if result.detail else []
    if result.read_as:
        parts.append(translate(_("How your notebook was read")))
        parts += [f"- {translate(note)}" for note in result.read_as]
    if result.cells:
        parts.append(translate(_("What happened in your code cells")))
        parts += [f"- {translate(cell.told().sentence())}" for cell in result.cells[:MOST_CELLS]]
        if len(result.cells) > MOST_CELLS:
            parts.append(translate(Message("and {number} more", number=len(result.cells) - MOST_CELLS)))
    if result.isolation:
        held = sum(finding.held for finding in findings)
        parts.append(
            translate(
                Message(
                    "Isolation that held: {level}. Tried in this container just now: {held} of {count}.",
                    level=Message(result.isolation),
                    held=held,
                    count=len(findings),
                )
            )
        )
        parts += [f"- {translate(finding.guarantee.title)}: {'✓' if finding.held else '✕'}" for finding in findings]
    return "\n".join(parts)
