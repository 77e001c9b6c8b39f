"""Late policies: examples by hand, and what must hold for any times and rules."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course.late import LatePolicy, Unit, Window, days_begun, lateness

JERUSALEM = ZoneInfo("Asia/Jerusalem")
DUE = dt.datetime(2026, 3, 15, 23, 59, tzinfo=JERUSALEM).astimezone(dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def lost(
    policy: LatePolicy, late: dt.timedelta, raw: float = 80.0, closed: dt.datetime | None = None, free: int = 0
) -> float:
    return lateness(raw, 100.0, DUE + late, Window(None, DUE, closed), policy, JERUSALEM, free=free).deduction


STANDARD = LatePolicy("standard", grace=10 * MINUTE, per=Unit.DAY, percent=10, cap=30)


@pytest.mark.parametrize(
    "late, points",
    [
        (-DAY, 0),
        (dt.timedelta(), 0),  # at the very second
        (10 * MINUTE, 0),
        (10 * MINUTE + SECOND, 10),
        (DAY, 10),
        (DAY + SECOND, 20),
        (3 * DAY, 30),
        (30 * DAY, 30),  # the cap
    ],
)
def test_per_day(late: dt.timedelta, points: float) -> None:
    assert lost(STANDARD, late) == points


def test_hours_steps_points_floor_and_earned() -> None:
    assert lost(LatePolicy(per=Unit.HOUR, points=2), 90 * MINUTE) == 4
    assert lost(LatePolicy(per=Unit.STEP, step=6 * HOUR, percent=5), 6 * HOUR + SECOND) == 10
    assert lost(LatePolicy(percent=50, floor=40), 3 * DAY) == 40  # 80 falls to 40, not to 0
    assert lost(LatePolicy(percent=50, floor=40), 3 * DAY, raw=30) == 0  # a floor raises nothing
    assert lost(LatePolicy(percent=10, of_earned=True), DAY) == pytest.approx(8)
    assert lost(LatePolicy(points=30), 5 * DAY, raw=20) == 20  # never below nothing
    assert lost(LatePolicy(), 5 * DAY) == 0


def test_closed_takes_everything_and_free_days_move_the_due_date() -> None:
    closed = DUE + 7 * DAY
    assert lost(STANDARD, 7 * DAY, closed=closed) == 30
    assert lost(STANDARD, 7 * DAY + SECOND, closed=closed, free=9) == 80
    assert lost(STANDARD, 2 * DAY, free=1) == 10
    assert lost(LatePolicy(per=Unit.HOUR, points=1), DAY + HOUR, free=1) == 1
    assert lost(LatePolicy(percent=10, free_days=False), DAY, free=5) == 10


def test_an_unknown_time_costs_nothing_and_is_said() -> None:
    found = lateness(80, 100, None, Window(None, DUE, None), STANDARD, JERUSALEM)
    assert found.deduction == 0 and found.late is None and "not known" in found.remarks[0]
    early = lateness(80, 100, DUE - 20 * DAY, Window(DUE - DAY, DUE, None), STANDARD, JERUSALEM)
    assert early.deduction == 0 and early.remarks == ("handed in before the release",)


@pytest.mark.parametrize("month, day, hours", [(3, 26, 23), (10, 24, 25)])
def test_a_day_ends_at_the_same_time_of_the_clock(month: int, day: int, hours: int) -> None:
    """In 2026 the clocks of Jerusalem go forward on 27 March and back on 25 October, at 2 in the night."""
    due = dt.datetime(2026, month, day, 23, 59, tzinfo=JERUSALEM)
    next_day = dt.datetime(2026, month, day + 1, 23, 59, tzinfo=JERUSALEM)
    due, next_day = due.astimezone(dt.UTC), next_day.astimezone(dt.UTC)
    changes = [
        dt.datetime(2026, month, day, 12, tzinfo=JERUSALEM),
        dt.datetime(2026, month, day + 1, 12, tzinfo=JERUSALEM),
    ]
    assert (changes[1].astimezone(dt.UTC) - changes[0].astimezone(dt.UTC)) == hours * HOUR
    assert days_begun(due + SECOND, due, JERUSALEM) == 1
    assert days_begun(next_day, due, JERUSALEM) == 1
    assert days_begun(next_day + SECOND, due, JERUSALEM) == 2


policies = st.builds(
    LatePolicy,
    grace=st.timedeltas(dt.timedelta(), HOUR),
    per=st.sampled_from(Unit),
    step=st.timedeltas(MINUTE, DAY),
    percent=st.integers(0, 100),
    of_earned=st.booleans(),
    cap=st.none() | st.integers(0, 120),
    floor=st.integers(0, 100),
    free_days=st.booleans(),
) | st.builds(LatePolicy, per=st.sampled_from(Unit), points=st.floats(0.5, 30), cap=st.none() | st.integers(0, 60))
lengths = st.timedeltas(-10 * DAY, 60 * DAY)
marks = st.floats(0, 100)
dues = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 31)).map(lambda t: t.replace(tzinfo=dt.UTC))


@given(policies, dues, lengths, lengths, marks, st.integers(0, 5), st.none() | st.timedeltas(dt.timedelta(), 20 * DAY))
def test_later_never_gives_more(policy, due, one, other, raw, free, closes) -> None:
    window = Window(None, due, None if closes is None else due + closes)
    first, second = sorted((one, other))
    early, late = (lateness(raw, 100, due + late, window, policy, JERUSALEM, free=free) for late in (first, second))
    assert early.deduction <= late.deduction + 1e-9
    assert 0 <= late.deduction <= raw + 1e-9


@given(policies, dues, lengths, st.timedeltas(dt.timedelta(), 30 * DAY), marks, st.integers(0, 5))
def test_a_later_due_date_never_takes_more(policy, due, late, longer, raw, free) -> None:
    before, after = (
        lateness(raw, 100, due + late, Window(None, due + more, due + more + 7 * DAY), policy, JERUSALEM, free=free)
        for more in (dt.timedelta(), longer)
    )
    assert after.deduction <= before.deduction + 1e-9


@given(policies, dues, lengths, marks, st.integers(0, 5))
def test_a_free_day_never_costs(policy, due, late, raw, free) -> None:
    without, one_more = (
        lateness(raw, 100, due + late, Window(None, due, None), policy, JERUSALEM, free=days)
        for days in (free, free + 1)
    )
    assert one_more.deduction <= without.deduction + 1e-9
