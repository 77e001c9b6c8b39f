"""What a course says of handing in through its own server: how often, what is shown when, which hand-in counts, who is staff."""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum

from autograder.course.times import read_duration
from autograder.toml_table import TomlTable


class Counts(StrEnum):
    """Which of several hand-ins counts."""

    LAST = "last"
    BEST = "best"
    """The one with the highest mark, after its own lateness; among equals the earliest."""


class Shown(StrEnum):
    """What a student sees of a graded hand-in."""

    NOTHING = "nothing"
    PUBLIC = "public"
    """The public checks, as the notebook shows them."""
    HINTS = "hints"
    """The public checks, and the misconception that was recognised."""
    MARKS = "marks"
    """Points by exercise, no checks."""
    EVERYTHING = "everything"
    """The whole page."""


BEFORE_DUE = (Shown.NOTHING, Shown.PUBLIC, Shown.HINTS, Shown.EVERYTHING)


@dataclass(frozen=True)
class HandInRules:
    """The rules of one assignment.

    Attributes:
        attempts: how many hand-ins are accepted of a person or group; None without bound.
        pause: the least time between two.
        counts: which one counts.
        before_due: what is shown until the student's own due date; after it, ``shown`` and ``seen_from`` of the assignment say.
    """

    attempts: int | None = None
    pause: dt.timedelta = dt.timedelta()
    counts: Counts = Counts.LAST
    before_due: Shown = Shown.PUBLIC


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class ServerSettings:
    """``[server]`` of course.toml.

    Attributes:
        staff: logins or e-mails that are staff, as a hub or a proxy names them.
        most_bytes: the largest hand-in.
        per_minute: hand-ins of one person that are received in a minute, also those that are refused.
        proxy_header: the header in which a proxy names who asks; "" trusts none.
        proxy_from: the addresses that such a proxy has.
        title: a line on each page, for instance whom to ask.
    """

    staff: frozenset[str] = frozenset()
    most_bytes: int = 50 * 2**20
    per_minute: int = 20
    proxy_header: str = ""
    proxy_from: tuple[Network, ...] = ()
    title: str = ""


RULE_KEYS = ("attempts", "pause", "counts", "before_due")


def hand_in_rules(entry: TomlTable) -> HandInRules:
    """The rules in an assignment's table.

    Raises:
        KitError: a key's value is none that there is; file and line are named.
    """
    attempts = entry.count("attempts", None)
    if attempts == 0:
        raise entry.error("attempts", "no hand-in at all would be accepted", "Leave it out, or write attempts = 1.")
    counts = entry.text("counts", Counts.LAST)
    if counts not in tuple(Counts):
        raise entry.wrong_name(counts, map(str, Counts), "there is no way to count called {name}", key="counts")
    before = entry.text("before_due", Shown.PUBLIC)
    if before not in BEFORE_DUE:
        raise entry.wrong_name(
            before, map(str, BEFORE_DUE), "students cannot be shown {name} before the due date", key="before_due"
        )
    pause = dt.timedelta()
    if entry.has("pause"):
        try:
            pause = read_duration(entry.text("pause"))
        except ValueError as error:
            raise entry.error("pause", error.args[0], 'Write it as pause = "10 min".') from error
    return HandInRules(attempts, pause, Counts(counts), Shown(before))


def server_settings(table: TomlTable) -> ServerSettings:
    """``[server]`` of the course; the defaults where there is none.

    Raises:
        KitError: as :func:`hand_in_rules`.
    """
    if not table.has("server"):
        return ServerSettings()
    entry = table.table("server")
    entry.known("staff", "most_mb", "per_minute", "proxy_header", "proxy_from", "title")
    most = entry.number("most_mb", 50.0)
    if not most:
        raise entry.error("most_mb", "a hand-in of no size", "Write most_mb = 50.")
    header = entry.text("proxy_header", "")
    if header and not re.fullmatch(r"[A-Za-z0-9-]+", header):
        raise entry.error(
            "proxy_header", "{header} is no header's name", 'Write proxy_header = "X-Remote-User".', header=repr(header)
        )
    addresses = _networks(entry)
    if bool(header) != bool(addresses):
        raise entry.error(
            "proxy_header",
            "a header is believed only from addresses that are named",
            'Write both: proxy_header = "X-Remote-User" and proxy_from = ["127.0.0.1"].',
        )
    return ServerSettings(
        staff=frozenset(name.casefold() for name in entry.texts("staff")),
        most_bytes=int(most * 2**20),
        per_minute=entry.count("per_minute", 20) or 20,
        proxy_header=header.lower(),
        proxy_from=addresses,
        title=entry.text("title", ""),
    )


def _networks(entry: TomlTable) -> tuple[Network, ...]:
    found = []
    for text in entry.texts("proxy_from"):
        try:
            found.append(ipaddress.ip_network(text))
        except ValueError as error:
            raise entry.error(
                "proxy_from", "{address} is no address", 'Write proxy_from = ["127.0.0.1"].', address=repr(text)
            ) from error
    return tuple(found)
