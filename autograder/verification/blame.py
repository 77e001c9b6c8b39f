"""Does each wrong solution fail the cases that it declares, and no other: is it blamed for what it did, and at what cost?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.authoring.outlines import CaseOutline
from autograder.authoring.variants import EXERCISE_LINE, Variant
from autograder.messages import Message
from autograder.places import at, did_you_mean
from autograder.results import QuestionResult

HALF, TENTH = 0.5, 0.1
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Cost:
    """What a wrong solution lost in its own exercise."""

    failed: tuple[str, ...]
    """Cases by name, in the order of the file."""
    share: float
    """Of the exercise's points, 0 to 1."""
    public: bool
    """Whether a public case failed."""


@dataclass(frozen=True)
class Figures:
    """How exactly the wrong solutions of an assignment, or of one exercise, are blamed."""

    wrong: int
    mean: float
    """Cases that a wrong solution fails in its exercise."""
    most: int
    over_half: float
    """Share of those that lose more than half of their exercise."""
    public: float
    """Share of those that a public case sees."""


def cost(question: QuestionResult, cases: Sequence[CaseOutline]) -> Cost:
    """What a solution lost in an exercise. ``cases`` are those of the test file that it was graded with."""
    pairs = list(zip(cases, question.cases, strict=True))
    return Cost(
        failed=tuple(case.name for case, result in pairs if not result.passed),
        share=1 - question.score / question.max_score,
        public=any(not result.passed and not result.hidden for _, result in pairs),
    )


def figures(costs: Sequence[Cost]) -> Figures | None:
    """The figures of some wrong solutions; None if there are none."""
    if not costs:
        return None
    counts = [len(one.failed) for one in costs]
    return Figures(
        wrong=len(costs),
        mean=sum(counts) / len(costs),
        most=max(counts),
        over_half=sum(one.share > HALF + _ROUNDING for one in costs) / len(costs),
        public=sum(one.public for one in costs) / len(costs),
    )


def check_blame(variant: Variant, found: Cost, elsewhere: Iterable[str]) -> list[str]:
    """What does not agree with the variant's declarations; nothing where it does not declare any.

    Args:
        variant: a wrong solution.
        found: what it lost in its own exercise.
        elsewhere: cases that it failed in others, as ``exercise.test_name``.
    """
    if variant.fails is None:
        return []
    failed = [*found.failed, *elsewhere]
    problems: list[str] = []
    if more := [case for case in failed if case not in variant.fails]:
        problems.append(Message("also fails {cases}, which FAILS does not name", cases=", ".join(more)))
    if fewer := [case for case in variant.fails if case not in failed]:
        problems.append(Message("does not fail {cases}, which FAILS names", cases=", ".join(fewer)))
    share = f"{found.share:.0%}"
    over_half, under_tenth = found.share > HALF + _ROUNDING, found.share < TENTH - _ROUNDING
    if over_half and not variant.defeats:
        problems.append(
            Message(
                "loses {share} of the exercise, more than half: blame it for less, or say in DEFEATS why", share=share
            )
        )
    if variant.defeats and not over_half:
        problems.append(Message("says in DEFEATS why it costs more than half, and loses {share}", share=share))
    if under_tenth and not variant.edge:
        problems.append(
            Message(
                "loses {share} of the exercise, less than a tenth: blame it for more, or say EDGE = True", share=share
            )
        )
    if variant.edge and not under_tenth:
        problems.append(Message("says EDGE = True, and loses {share}", share=share))
    if variant.headline and not found.public:
        problems.append(Message("is the headline mistake of its exercise, and no public case fails"))
    return problems


def unknown_cases(variant: Variant, cases: dict[str, tuple[CaseOutline, ...]]) -> list[str]:
    """What FAILS names and no test file has."""
    known = {case.name for case in cases[variant.exercises[0]]}
    known |= {f"{exercise}.{case.name}" for exercise, group in cases.items() for case in group}
    return [
        Message(
            "{place}: FAILS names {name}, and there is no such case. {near}",
            place=at(variant.path),
            name=repr(name),
            near=did_you_mean(name, known - {""}),
        )
        for name in variant.fails or ()
        if name not in known
    ]


def with_fails(text: str, failed: Sequence[str]) -> str:
    """The text of a wrong solution with a declaration of what it fails, below its line ``# exercise:``."""
    names = "".join(f'\n    "{name}",' for name in failed)
    one_line = "FAILS = (" + "".join(f'"{name}", ' for name in failed).rstrip(" ") + ")"
    if len(failed) > 1:
        one_line = one_line.replace(",)", ")")
    declaration = one_line if len(one_line) <= 120 else f"FAILS = ({names}\n)"
    lines = text.split("\n")
    index = next(number for number, line in enumerate(lines) if EXERCISE_LINE.match(line)) + 1
    return "\n".join([*lines[:index], declaration, *lines[index:]])
