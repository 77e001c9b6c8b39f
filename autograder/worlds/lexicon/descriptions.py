"""How passages tell the mark of a thing, and how questions describe it by its mark or its treasure; and titles of more passages.

Slots as in `phrasing`; in a description {n} is the noun, {g} the mark in other words and {v} as passages have it.
"""

from __future__ import annotations

MARKS: dict[str, dict[str, list[str]]] = {
    "en": {
        "": ["{s} remembers {a+v}.", "a plaque tells that {s} was named for {a+v}."],
        "person": ["the grandfather of {s} was {a+v}.", "{s} comes from the family of {a+v}."],
    },
    "he": {
        "": ["{s} <מנציח|מנציחה> {v}.", "שלט מספר ששמ<ו|ה> של {s} ניתן לזכר {v}."],
        "person": ["הסבא של {s} היה {v}.", "{s} <בא|באה> ממשפחה של {v}."],
    },
}
"""Of persons, and of everything else: a statement of whom a thing remembers, {v}."""

CLAUSES: dict[str, dict[str, list[str]]] = {
    "en": {
        "mark": ["the {n} that remembers somebody who {g}", "the {n} named for a person who {g}"],
        "person.mark": ["the person whose grandfather {g}", "the one from the family of somebody who {g}"],
        "museum.treasure": ["the {n} that owns {a+v}", "the {n} in which {a+v} can be seen"],
        "event.prize": ["the {n} where one may win {a+v}", "the {n} that gives away {a+v}"],
    },
    "he": {
        "mark": ["{ה+n} <המנציח|המנציחה> {v}", "{ה+n} על שם {v}"],
        "person.mark": ["מי שהסבא שלו היה {v}", "מי שמשפחתו של {v} היא משפחתו"],
        "museum.treasure": ["{ה+n} שיש בו {v}", "{ה+n} שבו אפשר לראות {v}"],
        "event.prize": ["{ה+n} שבו אפשר לזכות {ב+v}", "{ה+n} שבו הפרס הוא {v}"],
    },
}
"""By relation, of a kind or of all: what stands in a question for the name. In English the mark comes in other words, {g}."""

NOTES: dict[str, list[str]] = {
    "en": ["{s} in figures", "Questions about {s}", "For visitors: {s}"],
    "he": ["{s}, העובדות", "שאלות על {s}", "למבקרים: {s}"],
}
"""Titles of a second passage on a thing."""

EDITIONS: dict[str, list[str]] = {
    "en": ["{s} (from the guide of {year})", "Guide {year}: {s}"],
    "he": ["{s} (מן המדריך לשנת {year})", "מדריך {year}: {s}"],
}
"""Titles of a passage as it was in an earlier year."""

ROUNDS: dict[str, list[str]] = {
    "en": ["The long way round {place}", "Everything in one day"],
    "he": ["הסיור הארוך {ב+place}", "הכול ביום אחד"],
}
"""Titles of long documents."""
