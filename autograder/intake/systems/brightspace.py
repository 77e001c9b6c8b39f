"""D2L Brightspace's "Download" of an assignment: a folder, or a file's name, for each attempt.

``123456-789012 - Dana Levi - Nov 20, 2026 1011 AM`` holds the numbers of the user and of the hand-in, the name (of the group, where
groups hand in), and when. Beside the folders lies an ``index.html``. In a flat download `` - `` and the file's own name follow.
"""

from __future__ import annotations

import datetime
import re

from autograder.intake.names import clean
from autograder.intake.systems.attempts import last_attempt
from autograder.intake.tree import Entry
from autograder.intake.upload import Upload, is_folder, place_of, tops_of
from autograder.results import HandIn

_NAME = re.compile(
    r"^(?P<user>\d+)-(?P<number>\d+) - (?P<name>.+?) - "
    r"(?P<when>[^-]*?\b\d{4}\b[^-]*?\d{3,4}(?: ?[AaPp]\.?[Mm]\.?)?)(?: - (?P<file>.+))?$",
    re.S,
)
_INDEX = "index.html"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d\d) ?(?P<half>[AaPp])?\.?(?:[Mm]\.?)?$")


def is_ours(name: str) -> bool:
    """Whether Brightspace writes such a name."""
    return _NAME.match(name) is not None


def uploads(entries: list[Entry], under: int) -> tuple[list[Upload], list[Entry]] | None:
    """The submissions, and what lies beside them; None where nothing is named as Brightspace does."""
    tops = tops_of(entries, under)
    named = {top: match for top in tops if (match := _NAME.match(top))}
    if not named:
        return None
    people: dict[tuple[str, str], dict[str, list[Entry]]] = {}
    shown: dict[tuple[str, ...], str] = {}
    beside: list[Entry] = []
    for top, its in tops.items():
        match = named.get(top)
        if match is None:
            beside += its if top != _INDEX else []
            continue
        attempt = people.setdefault((match["user"], match["name"]), {}).setdefault(_order(match), [])
        attempt += its
        if match["file"] and not is_folder(its, under):
            shown[its[0].parts] = match["file"]
    found = []
    for (user, name), attempts in people.items():
        chosen, number, notes = last_attempt(attempts, lambda entry: shown.get(entry.parts, entry.name))
        its = attempts[chosen]
        where = f"Brightspace's name “{clean(its[0].parts[under])}”"
        flat = its[0].parts in shown
        upload = Upload(clean(name), f"{name}_{user}", place_of(its, under), its, under if flat else under + 1)
        upload.shown = {entry.parts: shown[entry.parts] for entry in its if entry.parts in shown}
        upload.notes += notes
        time = chosen.partition(" ")[0] or None
        upload.hand_in = HandIn(
            system="brightspace",
            time=time,
            attempt=number,
            person_id=user,
            read_from={"person_id": where, "attempt": where, **({"time": where} if time else {})},
        )
        found.append(upload)
    return found, beside


def _order(match: re.Match[str]) -> str:
    """By what attempts are ordered: the time where it can be read, then the number of the hand-in, which grows."""
    return f"{_time(match['when']) or ''} {match['number']:>20}"


def _time(text: str) -> str | None:
    """ "Nov 20, 2026 1011 AM" or "20 November, 2026 1011" in ISO 8601; None in another language.

    >>> _time("Nov 20, 2026 1011 PM"), _time("20 November, 2026 915"), _time("20 נובמבר, 2026 915")
    ('2026-11-20T22:11:00', '2026-11-20T09:15:00', None)
    """
    clock = _TIME.search(text.strip())
    words = re.findall(r"[^\W\d_]+|\d+", text)
    month = next((_MONTHS.index(word[:3].lower()) + 1 for word in words if word[:3].lower() in _MONTHS), None)
    numbers = [int(word) for word in words if word.isdigit()]
    if clock is None or month is None or len(numbers) < 3:
        return None
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    year = next((number for number in numbers if number > 1000), 0)
    try:
        return datetime.datetime(year, month, numbers[0], hour, int(clock["minute"])).isoformat()
    except ValueError:
        return None
