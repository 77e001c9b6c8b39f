"""course.toml: one course, its assignments with their dates, and its late policies; read and checked."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.course.hand_in_rules import RULE_KEYS, HandInRules, ServerSettings, hand_in_rules, server_settings
from autograder.course.late import NO_POLICY, LatePolicy, Unit
from autograder.course.times import NoSuchTime, at_wall_clock, read_duration, read_time, zone_named
from autograder.errors import KitError
from autograder.messages import Message
from autograder.places import at
from autograder.toml_table import TomlTable, read_toml

COURSE_NAME = "course.toml"
COURSE_VARIABLE = "AUTOGRADER_COURSE"
SHOWN = ("nothing", "marks", "feedback")
"""What students see of an assignment from its ``seen_from`` on: nothing, their marks, or their whole page."""


@dataclass(frozen=True)
class CourseAssignment:
    """One assignment of the course.

    Attributes:
        name: as its folder in ``solutions/``.
        title: for people.
        results: the results folder of ``autograder grade``.
        released, due, closed: instants; None where the course sets none.
        weight: its share of the total, in any measure; 0 does not count.
        maximum: the points in the grade book that full marks are.
        late: the policy.
        groups: how its people are grouped: "" for solo, else the column of people.csv ("group" or of another name).
        shown, seen_from: what students see, and from when; without ``seen_from``, once the mark is there.
        droppable: whether drop-lowest may drop it.
        canvas, moodle: the assignment's name in Canvas; Moodle's worksheet, for times.
        scale: whether an export may scale marks to the other system's maximum.
        rubric, rubric_marks, contributions: of a team project, for what people mark.
        hand_in: the rules of handing in through the course's server.
    """

    name: str
    title: str
    results: Path
    released: dt.datetime | None = None
    due: dt.datetime | None = None
    closed: dt.datetime | None = None
    weight: float = 1.0
    maximum: float = 100.0
    late: LatePolicy = NO_POLICY
    groups: str = ""
    shown: str = "feedback"
    seen_from: dt.datetime | None = None
    droppable: bool = True
    canvas: str = ""
    worksheet: Path | None = None
    scale: bool = False
    rubric: Path | None = None
    rubric_marks: Path | None = None
    contributions: Path | None = None
    hand_in: HandInRules = field(default_factory=HandInRules)

    def is_seen(self, now: dt.datetime) -> bool:
        """Whether students may see anything of it at that instant."""
        return self.shown != "nothing" and (self.seen_from is None or now >= self.seen_from)


@dataclass(frozen=True)
class Course:
    """A checked course.toml. Assignments are in its order."""

    path: Path
    title: str
    zone: dt.tzinfo
    language: str
    assignments: tuple[CourseAssignment, ...]
    free_days: int = 0
    free_days_each: int | None = None
    """The most free days that one assignment may take."""
    drop_lowest: int = 0
    letters: tuple[tuple[float, str], ...] = ()
    """From the highest: the least per cent, and the letter."""
    at_risk: float = 60.0
    """Whoever is below that per cent of the marks so far is at risk."""
    missing: str = "blank"
    """What is a mark that is missing after closing: "blank" (not counted) or "0"."""
    files: dict[str, Path] = field(default_factory=dict)
    """people, extensions, overrides, submissions: where these tables are."""
    server: ServerSettings = field(default_factory=ServerSettings)

    @property
    def folder(self) -> Path:
        return self.path.parent

    def assignment(self, name: str) -> CourseAssignment | None:
        """The assignment of that name or number ("03_attention", "3")."""
        wanted = name.strip().rstrip("/").casefold()
        for assignment in self.assignments:
            number = assignment.name.split("_")[0]
            if wanted in (assignment.name.casefold(), number, number.lstrip("0")):
                return assignment
        return None


def find_course(*places: Path) -> Path | None:
    """The nearest course.toml: named by AUTOGRADER_COURSE, else in one of ``places`` or a folder above it.

    Raises:
        KitError: the variable names none.
    """
    named = os.environ.get(COURSE_VARIABLE)
    if named:
        path = Path(named).expanduser()
        path = path / COURSE_NAME if path.is_dir() else path
        if not path.is_file():
            raise KitError(
                "{course_variable} is {named}, and there is no course.toml.",
                "Correct it, or unset it.",
                course_variable=COURSE_VARIABLE,
                named=repr(named),
            )
        return path
    for place in places:
        start = place.resolve()
        for folder in (start, *start.parents):
            if (folder / COURSE_NAME).is_file():
                return folder / COURSE_NAME
    return None


def read_course(path: Path, known: Iterable[str] | None = None) -> Course:
    """Read and check course.toml.

    Args:
        path: the file, or the folder in which it lies.
        known: the names of the kit's assignments; None where that cannot be told.

    Raises:
        KitError: something is missing, misspelt or contradicts itself; file and line are named, and the nearest name.
    """
    path = path / COURSE_NAME if path.is_dir() else path
    table = read_toml(path, "docs/course.md shows one.")
    table.known("title", "time_zone", "language", "people", "extensions", "overrides", "submissions", "drop_lowest",
                "free_days", "free_days_each", "at_risk", "missing", "letters", "late", "assignment", "server")  # fmt: skip
    try:
        zone = zone_named(table.text("time_zone"))
    except ValueError as error:
        import zoneinfo

        near = difflib.get_close_matches(table.text("time_zone"), zoneinfo.available_timezones(), n=1)
        mend = (
            Message("Did you mean {name}?", name=repr(near[0]))
            if near
            else Message('Write one as time_zone = "Asia/Jerusalem".')
        )
        raise table.error("time_zone", error.args[0], mend) from error
    policies = {"none": NO_POLICY}
    for name, entry in table.tables("late"):
        policies[name] = _policy(name, entry)
    names = None if known is None else sorted(known)
    assignments = tuple(
        _assignment(name, entry, path.parent, zone, policies, names) for name, entry in table.tables("assignment")
    )
    if not assignments:
        raise table.error("", "the course has no assignment", "Write [assignment.03_attention] and its keys below it.")
    folders: dict[Path, str] = {}
    for assignment in assignments:
        other = folders.setdefault(assignment.results.resolve(), assignment.name)
        if other != assignment.name:
            raise table.error(
                "",
                "{other} and {assignment} have the same results folder",
                "Name two.",
                other=other,
                assignment=assignment.name,
            )
    each = table.count("free_days_each", None)
    missing = table.text("missing", "blank")
    if missing not in ("blank", "0"):
        raise table.error(
            "missing",
            "{missing} is neither blank nor 0",
            'Write missing = "blank" or missing = "0".',
            missing=repr(missing),
        )
    drop = table.count("drop_lowest", 0) or 0
    if drop >= sum(a.droppable and a.weight > 0 for a in assignments) > 0:
        raise table.error("drop_lowest", "{drop} of them all would be dropped", "Drop fewer.", drop=drop)
    files = {name: path.parent / table.text(name, f"{name}.csv") for name in _TABLES}
    for name in _TABLES:
        if table.has(name) and not files[name].is_file():
            raise table.error(name, "there is no file {place}", "Make it, or correct the name.", place=at(files[name]))
    return Course(
        path=path,
        title=table.text("title"),
        zone=zone,
        language=table.text("language", "en"),
        assignments=assignments,
        free_days=table.count("free_days", 0) or 0,
        free_days_each=each,
        drop_lowest=drop,
        letters=_letters(table),
        at_risk=table.number("at_risk", 60.0),
        missing=missing,
        files=files,
        server=server_settings(table),
    )


_TABLES = ("people", "extensions", "overrides", "submissions")


def _letters(table: TomlTable) -> tuple[tuple[float, str], ...]:
    if not table.has("letters"):
        return ()
    bands = table.table("letters")
    found = sorted(((bands.number(name), name) for name in bands.keys), reverse=True)
    for (least, name), (other, lower) in itertools.pairwise(found):
        if least == other:
            raise bands.error(
                name, "{name} and {lower} begin at the same per cent", "Change one of them.", name=name, lower=lower
            )
    if found and not all(0 <= least <= 100 for least, _ in found):
        raise bands.error(found[0][1], "a band begins outside of 0 to 100 per cent", "Correct it.")
    return tuple(found)


def _policy(name: str, entry: TomlTable) -> LatePolicy:
    entry.known("grace", "per", "step", "percent", "points", "of", "cap", "floor", "closed_after", "free_days")
    per = entry.text("per", "day")
    if per not in tuple(Unit):
        raise entry.error("per", "{per} is no unit", 'Write per = "hour", "day" or "step".', per=repr(per))
    if (per == Unit.STEP) != entry.has("step"):
        raise entry.error(
            "per", "a step has a length, and an hour and a day have not", 'Write per = "step" and step = "6 hours".'
        )
    if entry.has("percent") and entry.has("points"):
        raise entry.error("points", "percent and points are both given", "Leave one of them out.")
    of = entry.text("of", "maximum")
    if of not in ("maximum", "earned"):
        raise entry.error(
            "of", "{of} is neither maximum nor earned", 'Write of = "maximum" or of = "earned".', of=repr(of)
        )
    percent, floor = entry.number("percent", 0.0), entry.number("floor", 0.0)
    for key, value in (("percent", percent), ("floor", floor)):
        if value > 100:
            raise entry.error(key, "{value} per cent are more than 100", "Correct it.", value=value)
    return LatePolicy(
        name=name,
        grace=_duration(entry, "grace") or dt.timedelta(),
        per=Unit(per),
        step=_duration(entry, "step") or dt.timedelta(days=1),
        percent=percent,
        points=entry.number("points", 0.0),
        of_earned=of == "earned",
        cap=entry.number("cap") if entry.has("cap") else None,
        floor=floor,
        closed_after=_duration(entry, "closed_after"),
        free_days=entry.flag("free_days", True),
    )


def _duration(entry: TomlTable, key: str) -> dt.timedelta | None:
    if not entry.has(key):
        return None
    try:
        length = read_duration(entry.text(key))
    except ValueError as error:
        raise entry.error(
            key, error.args[0], 'Write it as {key} = "15 min", "6 hours" or "3 days".', key=key
        ) from error
    if key == "step" and not length:
        raise entry.error(key, "a step of no length", 'Write step = "6 hours".')
    return length


def _assignment(
    name: str,
    entry: TomlTable,
    folder: Path,
    zone: dt.tzinfo,
    policies: dict[str, LatePolicy],
    known: list[str] | None,
) -> CourseAssignment:
    entry.known("title", "results", "released", "due", "closed", "weight", "maximum", "late", "groups", "shown",
                "seen_from", "droppable", "canvas", "worksheet", "scale", "rubric", "rubric_marks", "contributions", *RULE_KEYS)  # fmt: skip
    if known is not None and name not in known:
        raise entry.wrong_name(name, known, "there is no assignment {name} in the kit")
    late = entry.text("late", "none")
    if late not in policies:
        raise entry.wrong_name(late, policies, "there is no late policy {name}", key="late")
    policy = policies[late]
    released, due, closed, seen = (
        _instant(entry, key, zone, later=key in ("due", "closed")) for key in ("released", "due", "closed", "seen_from")
    )
    if closed is None and due is not None and policy.closed_after is not None:
        closed = due + policy.closed_after
    if released and due and due <= released:
        raise entry.error("due", "it is due before it is released", "Exchange the two dates.")
    if due and closed and closed < due:
        raise entry.error("closed", "it closes before it is due", "Exchange the two dates.")
    if late != "none" and due is None:
        raise entry.error(
            "late", "the late policy {late} needs a due date", "Write due = 2026-03-15T23:59:00.", late=repr(late)
        )
    maximum = entry.number("maximum", 100.0)
    if maximum <= 0:
        raise entry.error("maximum", "a maximum of nothing", "Write maximum = 100.")
    shown = entry.text("shown", "feedback")
    if shown not in SHOWN:
        raise entry.wrong_name(shown, SHOWN, "students cannot be shown {name}", key="shown")
    paths = {key: folder / entry.text(key) if entry.has(key) else None for key in _PATHS}
    for key, path in paths.items():
        if path is not None and key in ("worksheet", "rubric", "rubric_marks") and not path.is_file():
            raise entry.error(key, "there is no file {place}", "Correct the name.", place=at(path))
    if paths["rubric"] is not None and not entry.has("groups"):
        raise entry.error(
            "rubric", "a rubric is for a project in teams", "Write groups = true, or leave the rubric out."
        )
    return CourseAssignment(
        name=name,
        title=entry.text("title", name),
        results=folder / entry.text("results", f"results/{name}"),
        released=released,
        due=due,
        closed=closed,
        weight=entry.number("weight", 1.0),
        maximum=maximum,
        late=policy,
        groups=_groups(entry),
        shown=shown,
        seen_from=seen,
        droppable=entry.flag("droppable", True),
        canvas=entry.text("canvas", ""),
        worksheet=paths["worksheet"],
        scale=entry.flag("scale", False),
        rubric=paths["rubric"],
        rubric_marks=paths["rubric_marks"],
        contributions=paths["contributions"],
        hand_in=hand_in_rules(entry),
    )


_PATHS = ("worksheet", "rubric", "rubric_marks", "contributions")


def _groups(entry: TomlTable) -> str:
    value: Any = entry.value("groups", False)
    if isinstance(value, bool):
        return "group" if value else ""
    if not isinstance(value, str) or not value.strip():
        raise entry.error(
            "groups", "it is neither true, false nor a column", 'Write groups = true, or groups = "pair".'
        )
    return " ".join(value.split())


def _instant(entry: TomlTable, key: str, zone: dt.tzinfo, *, later: bool) -> dt.datetime | None:
    if not entry.has(key):
        return None
    value = entry.value(key)
    try:
        if isinstance(value, dt.datetime):
            return at_wall_clock(value, zone, later=later)
        if isinstance(value, str):
            return read_time(value, zone, later=later)
    except NoSuchTime as error:
        raise entry.error(key, "{reason}", "Write a time that there is on that day.", reason=error.args[0]) from error
    except ValueError:
        pass
    raise entry.error(key, "'{key}' is no date with a time", "Write it as {key} = 2026-03-15T23:59:00.", key=key)
