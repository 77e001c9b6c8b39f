"""Late policies: what lateness costs, as a function of times and rules alone.

    late     = hand-in − due            (a hand-in at the very second of the due date is on time)
    units    = 0 within the grace, else the hours, days or steps that have begun since the due date
    charged  = units − free days spent
    lost     = min(cap, charged · rate)
    mark     = max(raw − lost, min(raw, floor)); nothing after closing

An hour or a step is elapsed time; a day ends at the due date's time of the day on the course's clock, so that no day is 23 or 25
hours long when the clocks change. Percent are of the maximum, as in Canvas' late policy
(community.canvaslms.com, "How do I apply a Late Submission policy"), unless ``of = "earned"``.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum

from autograder.messages import Message

DAY = dt.timedelta(days=1)


class Unit(StrEnum):
    """What is charged for."""

    HOUR = "hour"
    DAY = "day"
    STEP = "step"


@dataclass(frozen=True)
class LatePolicy:
    """One policy. The default costs nothing.

    Attributes:
        name: as in course.toml.
        grace: lateness up to it (inclusive) is none; beyond it the whole lateness counts.
        per: the unit that is charged for each time one begins.
        step: the length of a step, for ``per = "step"``.
        percent, points: what a unit costs; one of the two. Points are of the assignment's maximum in the grade book.
        of_earned: per cent of what was earned, not of the maximum.
        cap: the most that lateness costs in all, in the same measure; None without bound.
        floor: per cent of the maximum below which lateness does not take a mark (it never raises one).
        closed_after: nothing is accepted from so long after the due date on; an assignment's own ``closed`` comes first.
        free_days: whether free days may be spent here.
    """

    name: str = ""
    grace: dt.timedelta = dt.timedelta()
    per: Unit = Unit.DAY
    step: dt.timedelta = DAY
    percent: float = 0.0
    points: float = 0.0
    of_earned: bool = False
    cap: float | None = None
    floor: float = 0.0
    closed_after: dt.timedelta | None = None
    free_days: bool = True

    def units(self, handed_in: dt.datetime, due: dt.datetime, zone: dt.tzinfo) -> int:
        """How many hours, days or steps are charged for, before free days.

        Args:
            handed_in, due: instants (with an offset).
            zone: the course's, on whose clock a day ends.
        """
        late = handed_in - due
        if late <= self.grace or late <= dt.timedelta():
            return 0
        if self.per is Unit.DAY:
            return days_begun(handed_in, due, zone)
        return math.ceil(late / (dt.timedelta(hours=1) if self.per is Unit.HOUR else self.step))

    def deduction(self, raw: float, maximum: float, units: int) -> float:
        """The points that ``units`` cost a mark of ``raw`` out of ``maximum``; never more than the mark has.

        >>> LatePolicy("a tenth a day", percent=10).deduction(raw=80, maximum=100, units=2)
        20.0

        Args:
            raw: points before the deduction.
            maximum: points that full marks are.
            units: late days, hours or steps that no free day has paid for.
        """
        if units <= 0 or raw <= 0:
            return 0.0
        if self.points:
            lost = self.points * units
            lost = lost if self.cap is None else min(lost, self.cap)
        else:
            share = self.percent * units
            share = share if self.cap is None else min(share, self.cap)
            lost = share / 100 * (raw if self.of_earned else maximum)
        least = min(raw, self.floor / 100 * maximum)
        return raw - max(raw - lost, least)


NO_POLICY = LatePolicy("none")


def days_begun(handed_in: dt.datetime, due: dt.datetime, zone: dt.tzinfo) -> int:
    """The days that have begun between two instants, by the clock of ``zone``; 0 if it was on time."""
    if handed_in <= due:
        return 0
    wall = due.astimezone(zone)
    days = max(0, (handed_in.astimezone(zone).date() - wall.date()).days - 1)
    while _days_later(wall, days) < handed_in:
        days += 1
    return days


def _days_later(wall: dt.datetime, days: int) -> dt.datetime:
    """The same time of the day so many days later; an hour that the clocks skip is the one after it."""
    if not days:
        return wall.astimezone(dt.UTC)
    return (wall.replace(tzinfo=None, fold=1) + days * DAY).replace(tzinfo=wall.tzinfo, fold=1).astimezone(dt.UTC)


@dataclass(frozen=True)
class Window:
    """When one person (or group) may hand in, after extensions. ``due`` None: whenever."""

    released: dt.datetime | None
    due: dt.datetime | None
    closed: dt.datetime | None
    extended: bool = False


@dataclass(frozen=True)
class Lateness:
    """How late one hand-in is and what that costs.

    ``late`` is None where it is not known when it was handed in; then nothing is deducted and ``remarks`` says so.
    """

    late: dt.timedelta | None = dt.timedelta()
    units: int = 0
    free: int = 0
    """Free days spent on it."""
    closed: bool = False
    deduction: float = 0.0
    """Points taken off, in the measure of the mark that was given."""
    remarks: tuple[Message, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether it was handed in after the due date and its grace."""
        return self.units > 0 or self.closed


def lateness(
    raw: float,
    maximum: float,
    handed_in: dt.datetime | None,
    window: Window,
    policy: LatePolicy,
    zone: dt.tzinfo,
    *,
    free: int = 0,
) -> Lateness:
    """What one hand-in loses.

    Args:
        raw, maximum: the mark and the most that can be reached, in the same measure.
        handed_in: when; None if nobody knows.
        window: the dates that hold for this person.
        policy: the rule.
        zone: the course's.
        free: the free days that may be spent on it.
    """
    if handed_in is None:
        unknown = (Message("it is not known when this was handed in: nothing is taken off"),) if window.due else ()
        return Lateness(late=None, remarks=unknown)
    remarks = []
    if window.released and handed_in < window.released:
        remarks.append(Message("handed in before the release"))
    if window.due is None:
        return Lateness(remarks=tuple(remarks))
    late = max(dt.timedelta(), handed_in - window.due)
    if window.closed is not None and handed_in > window.closed:
        units = policy.units(handed_in, window.due, zone)
        return Lateness(late, units, 0, True, raw, (*remarks, Message("handed in after closing")))
    units = policy.units(handed_in, window.due, zone)
    spent = min(free, days_begun(handed_in, window.due, zone)) if units and policy.free_days else 0
    charged = _charged(units, spent, handed_in, window.due, policy, zone)
    return Lateness(late, units, spent, False, policy.deduction(raw, maximum, charged), tuple(remarks))


def _charged(
    units: int, spent: int, handed_in: dt.datetime, due: dt.datetime, policy: LatePolicy, zone: dt.tzinfo
) -> int:
    """The units that are left after free days: those of a due date so many days later."""
    if not spent or policy.per is Unit.DAY:
        return max(0, units - spent)
    moved = _days_later(due.astimezone(zone), spent)
    return policy.units(handed_in, moved, zone)
