"""Instants: what people and systems write as a time, read in the course's time zone.

A time without an offset is wall-clock time of the course. Where the clocks are put back, an hour happens twice: a date that the
course sets means the later one, a hand-in the earlier one, both for the student. Where they are put forward, an hour does not
happen: a course that sets a date in it is asked to write another.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

from autograder.messages import Message

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOODLE = re.compile(
    r"(?:\w+,\s*)?(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]+)\s+(?P<year>\d{4}),?\s+"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s*(?P<half>[AP]M)?",
    re.I,
)
_NBGRADER = re.compile(r"(?P<local>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s+(?P<zone>[A-Za-z]+)")


class NoSuchTime(ValueError):
    """A wall-clock time that the clocks skipped."""


def zone_named(name: str) -> zoneinfo.ZoneInfo:
    """A time zone of the IANA database, as "Asia/Jerusalem".

    Raises:
        ValueError: there is none of that name.
    """
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(Message("there is no time zone {name}", name=repr(name))) from error


def at_wall_clock(local: dt.datetime, zone: dt.tzinfo, *, later: bool) -> dt.datetime:
    """The instant of a wall-clock time, in UTC.

    Args:
        local: without an offset; one with an offset is that instant already.
        zone: the course's.
        later: which of two instants, where the clocks were put back.

    Raises:
        NoSuchTime: the clocks skipped it.
    """
    if local.tzinfo is not None:
        return local.astimezone(dt.UTC)
    placed = local.replace(tzinfo=zone, fold=int(later))
    instant = placed.astimezone(dt.UTC)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) != local.replace(fold=0):
        raise NoSuchTime(Message("the clocks skipped {time} in {zone}", time=f"{local:%Y-%m-%d %H:%M}", zone=str(zone)))
    return instant


def read_time(text: str, zone: dt.tzinfo, *, later: bool = False) -> dt.datetime:
    """A time as a person, Moodle or nbgrader writes it, as an instant in UTC.

    Args:
        text: ISO 8601 (with or without an offset), Moodle's "Monday, 2 March 2026, 10:00 AM", nbgrader's
            "2026-03-02 10:00:00.000000 UTC".
        zone: of a text without an offset.
        later: as for :func:`at_wall_clock`.

    Raises:
        ValueError: it is none of these, or (:class:`NoSuchTime`) the clocks skipped it.

    >>> read_time("Monday, 2 March 2026, 10:00 AM", dt.UTC).isoformat()
    '2026-03-02T10:00:00+00:00'
    """
    text = " ".join(text.split())
    match = _NBGRADER.fullmatch(text)
    if match and match["zone"].upper() in ("UTC", "GMT", "Z"):
        return dt.datetime.fromisoformat(match["local"]).replace(tzinfo=dt.UTC)
    match = _MOODLE.fullmatch(text)
    if match:
        return at_wall_clock(_of_moodle(match), zone, later=later)
    if not re.match(r"\d{4}-?\d\d-?\d\d[T ]", text):
        raise ValueError(Message("{text} is no time", text=repr(text)))
    try:
        local = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(Message("{text} is no time", text=repr(text))) from error
    return at_wall_clock(local, zone, later=later)


def _of_moodle(match: re.Match[str]) -> dt.datetime:
    month = match["month"][:3].casefold()
    if month not in _MONTHS:
        raise ValueError(Message("{text} is no month", text=repr(match["month"])))
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].upper() == "PM" else 0)
    return dt.datetime(
        int(match["year"]),
        _MONTHS.index(month) + 1,
        int(match["day"]),
        hour,
        int(match["minute"]),
        int(match["second"] or 0),
    )


def shown(instant: dt.datetime, zone: dt.tzinfo) -> str:
    """An instant as people of the course read it: "2026-03-15 23:59", with seconds only where there are some."""
    local = instant.astimezone(zone)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


def duration_in_words(length: dt.timedelta) -> Message:
    """ "2 d 3 h", "5 min": the two largest units, rounded down, and seconds where it is less than a minute."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [
        Message("{count} d", count=days),
        Message("{count} h", count=hours),
        Message("{count} min", count=minutes),
        Message("{count} s", count=seconds),
    ]
    said = [part for part in parts if part.parameters["count"]][:2]
    if len(said) == 2:
        return Message("{larger} {smaller}", larger=said[0], smaller=said[1])
    return said[0] if said else parts[-1]


_DURATION = re.compile(r"(?P<count>\d+(?:\.\d+)?)\s*(?P<unit>s|seconds?|min|minutes?|h|hours?|d|days?|w|weeks?)", re.I)
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


def read_duration(text: str) -> dt.timedelta:
    """A length of time: "15 min", "6 hours", "3 days".

    Raises:
        ValueError: it is none.
    """
    match = _DURATION.fullmatch(text.strip())
    if not match:
        raise ValueError(Message("{text} is no length of time", text=repr(text)))
    return dt.timedelta(seconds=float(match["count"]) * _SECONDS[match["unit"][0].casefold()])
