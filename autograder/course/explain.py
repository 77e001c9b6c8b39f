"""Everything behind one person's points in one exercise: for an appeal, and for staff alone, since it names hidden cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from autograder.course.late import Unit
from autograder.course.marks import Mark
from autograder.course.times import duration_in_words, shown
from autograder.messages import NO_MESSAGE, Message
from autograder.reports.tables import number, round_half_up
from autograder.reports.wording import LABELS, WHOLE_MARK
from autograder.results import QuestionResult, Status, SubmissionResult
from autograder.translation import case_title


def exercise_lines(result: SubmissionResult, question: QuestionResult, asked: Mapping[str, str]) -> list[Message]:
    """What ran, what each case asked for, and what came back.

    Args:
        result, question: the hand-in and the exercise in it.
        asked: by the case's name, what its test says it asks for, in words; empty outside of a kit.
    """
    lines = [
        Message(
            "{exercise} of {assignment}: {points} of {most} points",
            exercise=question.name,
            assignment=result.assignment,
            points=number(question.score),
            most=number(question.max_score),
        ),
        Message(
            "submission: {submission} ({student}), {status}",
            submission=result.submission,
            student=result.student,
            status=Message(LABELS[result.status]),
        ),
    ]
    lines += _indented(result.detail)
    lines += [Message("  note: {note}", note=_message(note)) for note in result.notes]
    if result.isolation:
        lines.append(Message("isolation that held: {level}", level=Message(result.isolation)))
    if question.status is not Status.GRADED:
        lines.append(Message("the exercise: {status}", status=Message(LABELS[question.status])))
    lines += _indented(question.detail)
    if question.lent:
        names = ", ".join(question.lent)
        lines.append(Message("tried again with right versions of: {names}, since those were wrong", names=names))
    lines.append(Message("cases:"))
    for case in question.cases:
        title, points, most = Message(case_title(case.name)), number(case.score), number(case.max_score)
        verdict = Message("passed") if case.passed else Message("not passed")
        kind = Message("hidden") if case.hidden else Message("public")
        lines.append(
            Message(
                "  {verdict}, {points} of {most} ({kind}): {title}",
                verdict=verdict,
                points=points,
                most=most,
                kind=kind,
                title=title,
            )
        )
        if asked.get(case.name):
            lines.append(Message("    asks: {what}", what=Message(asked[case.name])))
        if case.output:
            lines.append(Message("    came back: {what}", what=_message(case.output)))
    if not question.cases:
        lines.append(Message("  none was run"))
    if question.misconception:
        lines.append(Message("recognised: {name}", name=Message(question.misconception.name)))
        lines.append(Message("  this known wrong solution answered every call of the tests as the student's code did"))
        lines += _indented(question.misconception.hint)
    else:
        lines.append(Message("recognised: no known misconception"))
    return lines


def _message(text: str) -> Message:
    return text if isinstance(text, Message) else Message(text)


def _indented(text: str) -> list[Message]:
    return [Message("  {text}", text=_message(text))] if text else []


def mark_lines(mark: Mark, exercise: str, zone: dt.tzinfo) -> list[Message]:
    """Which dates, late rule and overrides the mark follows from."""
    assignment, late = mark.assignment, mark.lateness
    lines = [
        Message(
            "mark of {name} in {assignment}: {points} of {most}",
            name=mark.person.name,
            assignment=assignment.name,
            points=_points(mark.final),
            most=number(assignment.maximum),
        )
    ]
    if mark.raw is not None:
        lines.append(
            Message(
                "  raw {raw}, overridden {overridden}, late −{late}",
                raw=_points(mark.raw),
                overridden=_points(mark.corrected),
                late=_points(late.deduction),
            )
        )
    if mark.window.due:
        time = shown(mark.window.due, zone)
        extended = Message("  due {time} (extended)", time=time)
        lines.append(extended if mark.window.extended else Message("  due {time}", time=time))
    if mark.window.closed:
        lines.append(Message("  closed {time}", time=shown(mark.window.closed, zone)))
    if mark.handed_in.time:
        time = shown(mark.handed_in.time, zone)
        lines.append(Message("  handed in {time}, says {source}", time=time, source=mark.handed_in.source))
    if late.late:
        lines.append(
            Message(
                "  late by {time}: {units} × “{policy}”, {rule}",
                time=duration_in_words(late.late),
                units=late.units,
                policy=assignment.late.name,
                rule=_rule(mark),
            )
        )
    if late.free:
        lines.append(Message("  free days spent: {days}", days=late.free))
    lines += [line for remark in mark.remarks for line in _indented(remark)]
    for override in mark.overrides:
        value = number(override.points) if override.points is not None else f"{override.delta:+g}"
        what = Message(WHOLE_MARK[override.exercise]) if override.exercise in WHOLE_MARK else override.exercise
        told = Message(
            "  override, line {line}: {what} {value} by {who} on {when} because {why}",
            line=override.line,
            what=what,
            value=value,
            who=override.by,
            when=override.when,
            why=override.reason,
        )
        here = override.exercise == exercise
        lines.append(Message("{override} ← this exercise", override=told) if here else told)
    return lines


def _rule(mark: Mark) -> Message:
    """A policy in words."""
    policy = mark.assignment.late
    unit = {
        Unit.HOUR: Message("hour"),
        Unit.DAY: Message("day"),
        Unit.STEP: duration_in_words(policy.step),
    }[policy.per]
    cap = NO_MESSAGE
    if policy.points:
        each = Message("{points} points for each {unit} that has begun", points=number(policy.points), unit=unit)
        if policy.cap is not None:
            cap = Message("at most {points} points", points=number(policy.cap))
    else:
        percent = number(policy.percent)
        earned = Message("{percent} % of what was earned for each {unit} that has begun", percent=percent, unit=unit)
        most = Message("{percent} % of the maximum for each {unit} that has begun", percent=percent, unit=unit)
        each = earned if policy.of_earned else most
        if policy.cap is not None:
            cap = Message("at most {percent} %", percent=number(policy.cap))
    floor = Message("not below {percent} %", percent=number(policy.floor)) if policy.floor else NO_MESSAGE
    grace = Message("grace {time}", time=duration_in_words(policy.grace)) if policy.grace else NO_MESSAGE
    return Message.listed((each, cap, floor, grace))


def _points(value: float | None) -> str:
    return "–" if value is None else number(round_half_up(value))
