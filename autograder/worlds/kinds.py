"""The kinds of things that a world holds, what they are called, and what can be said of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Draw(NamedTuple):
    """How the value of a relation is drawn.

    Args:
        what: the kind of draw; `facts.Maker` has one for each.
        first, last: its bounds, both included; of a time whole hours, of a price whole units of money.
    """

    what: str
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Kind:
    """One kind of entity.

    Args:
        english: noun and pattern of the full name.
        hebrew: noun (without article) and pattern of the full name, whose head is in the construct state.
        gender: of the Hebrew noun.
        naming: "place" (of syllables) or "pair" (two words that a speech recogniser knows).
        counts: how many a world has whose passages are English, and how many Hebrew.
        role: who runs it; in Hebrew the masculine and the feminine form, in the construct state.
        relations: what passages may say, with the draw of its value.
    """

    english: tuple[str, str]
    hebrew: tuple[str, str]
    gender: str
    naming: str
    counts: tuple[int, int]
    role: tuple[str, str]
    group: str
    relations: dict[str, Draw]


_HOUSE = {"founded": Draw("year", 1790, 2010), "street": Draw("street"), "head": Draw("person")}
_EVENT = {
    "day": Draw("day"),
    "starts": Draw("time", 14, 20),
    "venue": Draw("venue"),
    "price": Draw("price", 3, 16),
    "head": Draw("person"),
    "prize": Draw("object"),
}
_ACTIVITY = {
    "weekday": Draw("weekday"),
    "starts": Draw("time", 8, 18),
    "price": Draw("price", 2, 30),
    "places": Draw("count", 7, 29),
    "head": Draw("person"),
    "venue": Draw("venue"),
}

KINDS: dict[str, Kind] = {
    "museum": Kind(
        ("museum", "the {} Museum"), ("מוזיאון", "מוזיאון {}"), "m", "place", (3, 2),
        ("director", "מנהל|מנהלת"), "house",
        _HOUSE | {
            "opens": Draw("time", 8, 10), "closes": Draw("time", 16, 19), "rest": Draw("weekday"), "price": Draw("price", 8, 24),
            "child": Draw("price", 2, 6), "rooms": Draw("count", 9, 48), "treasure": Draw("object"),
        },
    ),
    "library": Kind(
        ("library", "the {} Library"), ("ספרייה", "ספריית {}"), "f", "place", (2, 1),
        ("librarian", "ספרן|ספרנית"), "house",
        _HOUSE | {
            "opens": Draw("time", 8, 11), "closes": Draw("time", 17, 20), "rest": Draw("weekday"), "books": Draw("count", 4000, 88000),
            "loan": Draw("count", 4, 16), "fine": Draw("price", 1, 3),
        },
    ),
    "school": Kind(
        ("school", "the {} School"), ("בית הספר", "בית הספר {}"), "m", "place", (2, 1),
        ("headteacher", "מנהל|מנהלת"), "house",
        _HOUSE | {"pupils": Draw("count", 130, 940), "starts": Draw("time", 7, 8), "classes": Draw("count", 6, 30)},
    ),
    "theatre": Kind(
        ("theatre", "the {} Theatre"), ("תיאטרון", "תיאטרון {}"), "m", "pair", (2, 1),
        ("manager", "מנהל|מנהלת"), "house",
        _HOUSE | {"seats": Draw("count", 90, 880), "price": Draw("price", 9, 35), "play": Draw("title"), "rest": Draw("weekday")},
    ),
    "inn": Kind(
        ("inn", "the {} Inn"), ("אכסניה", "אכסניית {}"), "f", "pair", (2, 1),
        ("innkeeper", "מנהל|מנהלת"), "house",
        {"street": Draw("street"), "head": Draw("person"), "rooms": Draw("count", 5, 60), "price": Draw("price", 30, 110),
         "breakfast": Draw("time", 6, 8), "dish": Draw("cooked")},
    ),
    "bakery": Kind(
        ("bakery", "the {} Bakery"), ("מאפייה", "מאפיית {}"), "f", "pair", (3, 2),
        ("baker", "בעל|בעלת"), "house",
        _HOUSE | {"opens": Draw("time", 5, 7), "rest": Draw("weekday"), "dish": Draw("baked"), "price": Draw("price", 3, 9)},
    ),
    "ferry": Kind(
        ("ferry", "the {} ferry"), ("מעבורת", "מעבורת {}"), "f", "pair", (4, 2),
        ("captain", "קברניט|קברניטית"), "ferry",
        {"departs": Draw("time", 6, 11), "pier": Draw("count", 2, 19), "minutes": Draw("count", 17, 95), "price": Draw("price", 4, 19),
         "bicycle": Draw("price", 1, 4), "seats": Draw("count", 45, 480), "head": Draw("person"), "island": Draw("island"),
         "built": Draw("year", 1951, 2024)},
    ),
    "fair": Kind(
        ("fair", "the {} Fair"), ("יריד", "יריד {}"), "m", "pair", (2, 1),
        ("organiser", "מארגן|מארגנת"), "event", _EVENT,
    ),
    "festival": Kind(
        ("festival", "the {} Festival"), ("פסטיבל", "פסטיבל {}"), "m", "pair", (2, 1),
        ("organiser", "מארגן|מארגנת"), "event", _EVENT,
    ),
    "walk": Kind(
        ("walk", "the {} Walk"), ("סיור", "סיור {}"), "m", "pair", (3, 2),
        ("guide", "מדריך|מדריכת"), "activity", _ACTIVITY | {"length": Draw("kilometres", 2, 14)},
    ),
    "workshop": Kind(
        ("workshop", "the {} Workshop"), ("סדנה", "סדנת {}"), "f", "pair", (3, 2),
        ("teacher", "מנחה|מנחת"), "activity", _ACTIVITY | {"deadline": Draw("day")},
    ),
    "bridge": Kind(
        ("bridge", "the {} Bridge"), ("גשר", "גשר {}"), "m", "place", (2, 1),
        ("engineer", "מהנדס|מהנדסת"), "landmark",
        {"length": Draw("count", 28, 410), "head": Draw("person"), "opened": Draw("date", 1880, 2015)},
    ),
    "lighthouse": Kind(
        ("lighthouse", "the {} Lighthouse"), ("מגדלור", "מגדלור {}"), "m", "place", (2, 1),
        ("engineer", "מהנדס|מהנדסת"), "landmark",
        {"height": Draw("count", 14, 68), "steps": Draw("count", 70, 330), "head": Draw("person"), "opened": Draw("date", 1840, 1990)},
    ),
    "island": Kind(
        ("island", "the island of {}"), ("אי", "האי {}"), "m", "place", (3, 2), ("", "|"), "island",
        {"people": Draw("count", 120, 6400), "product": Draw("product"), "distance": Draw("kilometres", 3, 28)},
    ),
    "person": Kind(
        ("", "{}"), ("", "{}"), "", "person", (0, 0), ("", "|"), "person",
        {"extension": Draw("extension"), "village": Draw("village"), "hobby": Draw("hobby"), "born": Draw("date", 1975, 2008)},
    ),
    "engineer": Kind(("", "{}"), ("", "{}"), "", "person", (0, 0), ("", "|"), "person", {}),
}  # fmt: skip

ROLES = {
    "en": {name: kind.role[0] for name, kind in KINDS.items()},
    "he": {name: f"<v:{kind.role[1]}>" for name, kind in KINDS.items()},
}

UNITS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "rooms": (("rooms", "bedrooms"), ("חדרים", "אולמות")),
    "books": (("books", "volumes"), ("ספרים", "כרכים")),
    "loan": (("books",), ("ספרים",)),
    "pupils": (("pupils", "children"), ("תלמידים", "ילדים")),
    "classes": (("classes",), ("כיתות",)),
    "seats": (("seats", "people", "passengers", "spectators"), ("מושבים", "צופים", "נוסעים", "אנשים", "מקומות")),
    "minutes": (("minutes", "min"), ("דקות", "דק'")),
    "places": (("places", "people"), ("מקומות", "משתתפים", "אנשים")),
    "bridge.length": (("metres", "m"), ("מטרים", "מטר")),
    "walk.length": (("kilometres", "km"), ("קילומטרים", 'ק"מ')),
    "height": (("metres", "m"), ("מטרים", "מטר")),
    "steps": (("steps",), ("מדרגות",)),
    "people": (("people", "inhabitants"), ("תושבים", "אנשים", "נפשות")),
    "distance": (("kilometres", "km"), ("קילומטרים", 'ק"מ')),
    "visitors": (("visitors",), ("מבקרים",)),
}
"""What may stand behind a count, in English and in Hebrew: "14 rooms" is as right as "14"."""


def units(kind: str, relation: str, language: str) -> tuple[str, ...]:
    """What may stand behind the values of a relation."""
    both = UNITS.get(f"{kind}.{relation}") or UNITS.get(relation.split(":")[0], ((), ()))
    return both[0 if language == "en" else 1]
