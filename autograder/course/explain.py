"""Everything behind one person's points in one exercise: for an appeal, and for staff alone, since it names hidden cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from autograder.course.marks import Mark
from autograder.course.times import duration_in_words, shown
from autograder.reports.tables import number, round_half_up
from autograder.results import QuestionResult, Status, SubmissionResult
from autograder.translation import case_title


def exercise_lines(result: SubmissionResult, question: QuestionResult, asked: Mapping[str, str]) -> list[str]:
    """What ran, what each case asked for, and what came back.

    Args:
        result, question: the hand-in and the exercise in it.
        asked: by the case's name, what its test says it asks for, in words; empty outside of a kit.
    """
    lines = [f"{question.name} of {result.assignment}: {number(question.score)} of {number(question.max_score)} points"]
    lines.append(f"submission: {result.submission} ({result.student}), {result.status}")
    if result.detail:
        lines.append(f"  {result.detail}")
    lines += [f"  note: {note}" for note in result.notes]
    if result.isolation:
        lines.append(f"isolation that held: {result.isolation}")
    if question.status is not Status.GRADED:
        lines.append(f"the exercise: {question.status}")
    if question.detail:
        lines.append(f"  {question.detail}")
    if question.lent:
        lines.append(f"tried again with right versions of: {', '.join(question.lent)}, since those were wrong")
    lines.append("cases:")
    for case in question.cases:
        kind = "hidden" if case.hidden else "public"
        verdict = "passed" if case.passed else "not passed"
        points = f"{number(case.score)} of {number(case.max_score)}"
        lines.append(f"  {verdict}, {points} ({kind}): {case_title(case.name)}")
        if asked.get(case.name):
            lines.append(f"    asks: {asked[case.name]}")
        for said in str(case.output).splitlines():
            lines.append(f"    came back: {said}")
    if not question.cases:
        lines.append("  none was run")
    if question.misconception:
        lines.append(f"recognised: {question.misconception.name}")
        lines.append("  this known wrong solution answered every call of the tests as the student's code did")
        lines += [f"  {said}" for said in str(question.misconception.hint).splitlines()]
    else:
        lines.append("recognised: no known misconception")
    return lines


def mark_lines(mark: Mark, exercise: str, zone: dt.tzinfo) -> list[str]:
    """Which dates, late rule and overrides the mark follows from."""
    assignment, late = mark.assignment, mark.lateness
    lines = [f"mark of {mark.person.name} in {assignment.name}: {_points(mark.final)} of {number(assignment.maximum)}"]
    if mark.raw is not None:
        lines.append(
            f"  raw {_points(mark.raw)}, overridden {_points(mark.corrected)}, late −{_points(late.deduction)}"
        )
    if mark.window.due:
        extended = " (extended)" if mark.window.extended else ""
        lines.append(f"  due {shown(mark.window.due, zone)}{extended}")
    if mark.window.closed:
        lines.append(f"  closed {shown(mark.window.closed, zone)}")
    if mark.handed_in.time:
        lines.append(f"  handed in {shown(mark.handed_in.time, zone)}, says {mark.handed_in.source}")
    if late.late:
        lines.append(
            f"  late by {duration_in_words(late.late)}: {late.units} × “{assignment.late.name}”, {_rule(mark)}"
        )
    if late.free:
        lines.append(f"  free days spent: {late.free}")
    lines += [f"  {remark}" for remark in mark.remarks]
    for override in mark.overrides:
        value = number(override.points) if override.points is not None else f"{override.delta:+g}"
        here = " ← this exercise" if override.exercise == exercise else ""
        lines.append(
            f"  override, line {override.line}: {override.exercise} {value} by {override.by} on {override.when} because "
            f"{override.reason}{here}"
        )
    return lines


def _rule(mark: Mark) -> str:
    """A policy in words."""
    policy = mark.assignment.late
    unit = f"{duration_in_words(policy.step)}" if policy.per == "step" else str(policy.per)
    if policy.points:
        each, cap = f"{number(policy.points)} points", "" if policy.cap is None else f"{number(policy.cap)} points"
    else:
        of = "what was earned" if policy.of_earned else "the maximum"
        each, cap = f"{number(policy.percent)} % of {of}", "" if policy.cap is None else f"{number(policy.cap)} %"
    said = [f"{each} for each {unit} that has begun"]
    said += [f"at most {cap}"] if cap else []
    said += [f"not below {number(policy.floor)} %"] if policy.floor else []
    said += [f"grace {duration_in_words(policy.grace)}"] if policy.grace else []
    return ", ".join(said)


def _points(value: float | None) -> str:
    return "–" if value is None else number(round_half_up(value))
