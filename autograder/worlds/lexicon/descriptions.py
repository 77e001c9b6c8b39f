"""How passages tell the mark of a thing, and how questions describe it by its mark or its treasure; and titles of more passages.

Keys are kinds, groups, or relations of a kind. Slots as in `phrasing`; in a description {n} is the noun, {g} the figure in
other words and {v} as passages have it. The prefix of {g} is "a" or "an".
"""

from __future__ import annotations

MARKS: dict[str, dict[str, list[str]]] = {
    "en": {
        "house": ["{a+v} sits above the entrance of {s}.", "the doorway of {s} has {a+v} over it."],
        "ferry": ["{a+v} is fixed to the bow of {s}.", "at the bow of {s} there is {a+v}."],
        "event": ["the symbol of {s} is {a+v}.", "{a+v} is put up on a pole to open {s}."],
        "activity": ["{a+v} is given to everybody who completes {s}.", "the souvenir of {s} is {a+v}."],
        "landmark": ["{a+v} was placed at the foot of {s} by its builders.", "at the foot of {s} there is {a+v}."],
        "island": ["{a+v} welcomes the boats at the jetty of {s}.", "on the jetty of {s} there is {a+v}."],
        "person": ["visitors of {s} see {a+v} on the table.", "{s} keeps {a+v} as a lucky charm."],
    },
    "he": {
        "house": ["מעל הכניסה {ל+s} יש {v}.", "את הדלת של {s} מקשט {v}."],
        "ferry": ["על החרטום של {s} יש {v}.", "בחרטום של {s} קבוע {v}."],
        "event": ["הסמל של {s} הוא {v}.", "בפתיחת {s} מציבים על עמוד {v}."],
        "activity": ["כל מי שמסיים את {s} מקבל במתנה {v}.", "המזכרת {מ+s} היא {v}."],
        "landmark": ["למרגלות {s} יש {v}.", "הבנאים הציבו למרגלות {s} {v}."],
        "island": ["על המזח של {s} יש {v}.", "את הסירות שבאות {ל+s} מקבל במזח {v}."],
        "person": ["על שולחן העבודה של {s} יש {v}.", "{s} <מחזיק|מחזיקה> בכיס למזל {v}."],
    },
}
"""By group: a statement of the mark {v}."""

CLAUSES: dict[str, dict[str, list[str]]] = {
    "en": {
        "house.mark": ["the {n} that has {a+g} over its doorway", "the {n} with {a+g} above the entrance"],
        "ferry.mark": ["the {n} with {a+g} at its bow", "the {n} that has {a+g} in front"],
        "event.mark": ["the {n} whose symbol is {a+g}", "the {n} that is opened by putting up {a+g}"],
        "activity.mark": ["the {n} after which one is given {a+g}", "the {n} whose souvenir is {a+g}"],
        "landmark.mark": ["the {n} that has {a+g} at its foot", "the {n} with {a+g} at its foot"],
        "island.mark": ["the island where {a+g} stands on the jetty", "the island that welcomes boats with {a+g}"],
        "person.mark": ["the person who has {a+g} on the desk", "the person whose lucky charm is {a+g}"],
        "museum.treasure": ["the {n} that owns {a+v}", "the {n} in which {a+v} can be seen"],
        "event.prize": ["the {n} where one may win {a+v}", "the {n} that gives away {a+v}"],
    },
    "he": {
        "house.mark": ["{ה+n} עם {v} מעל הכניסה", "{ה+n} שמעל הדלת <שלו|שלה> יש {v}"],
        "ferry.mark": ["{ה+n} שעל החרטום שלה {v}", "{ה+n} עם {v} בחרטום"],
        "event.mark": ["{ה+n} שהסמל שלו הוא {v}", "{ה+n} עם הסמל {v}"],
        "activity.mark": ["{ה+n} <שבסופו|שבסופה> מקבלים {v}", "{ה+n} עם המזכרת {v}"],
        "landmark.mark": ["{ה+n} שלמרגלותיו {v}", "{ה+n} עם {v} לרגליו"],
        "island.mark": ["האי שבמזח שלו {v}", "האי עם {v} על המזח"],
        "person.mark": ["האדם עם {v} על שולחן העבודה", "האדם שעל שולחנו {v}"],
        "museum.treasure": ["{ה+n} שיש בו {v}", "{ה+n} שבו אפשר לראות {v}"],
        "event.prize": ["{ה+n} שבו אפשר לזכות {ב+v}", "{ה+n} שבו הפרס הוא {v}"],
    },
}
"""By relation of a kind, of a group: what stands in a question for the name. In English the figure comes in other words {g}."""

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
