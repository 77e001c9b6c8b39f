"""What a course adds to a result: one person's mark with dates, lateness and decisions, as the person's page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.messages import Message


@dataclass(frozen=True)
class Decision:
    """What a person decided about a mark: "changed by … because …". ``before`` and ``after`` are points."""

    exercise: str
    """An exercise; or "all" or "final" for the mark as a whole."""
    points: float | None
    """The new points; None where ``delta`` changes them."""
    delta: float | None
    by: str
    when: str
    reason: str


@dataclass(frozen=True)
class PersonMark:
    """One person's mark. Points are out of ``maximum``; texts are ready to be shown."""

    name: str
    final: float | None
    maximum: float
    raw: float | None
    corrected: float | None
    deduction: float
    """For lateness."""
    late_by: Message
    """As "1 d 4 h"; empty if it was on time."""
    handed_in: str
    """In the course's time; empty if that is not known."""
    known_from: Message
    due: str
    extended: bool
    free_days: int
    closed: bool
    time_unknown: bool
    decisions: tuple[Decision, ...] = ()

    def of_exercise(self, exercise: str) -> tuple[Decision, ...]:
        """The decisions about one exercise."""
        return tuple(decision for decision in self.decisions if decision.exercise == exercise)
