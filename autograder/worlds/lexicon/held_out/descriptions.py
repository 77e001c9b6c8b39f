"""How held-out worlds tell and describe things. Keys and slots as in `lexicon.descriptions`."""

from __future__ import annotations

MARKS: dict[str, dict[str, list[str]]] = {
    "en": {
        "": ["the patron of {s}: {a+v} of the old days.", "but for the generosity of {a+v}, {s} would not be there."],
        "person": ["{s} was brought up by {a+v}.", "an uncle of {s} made his fortune as {a+v}."],
    },
    "he": {
        "": ["הפטרון של {s}: {v} מן הימים ההם.", "אלמלא הנדיבות של {v} לא <היה קם|הייתה קמה> {s}."],
        "person": ["בילדות <שהה|שהתה> {s} רבות אצל {v}.", "הדוד של {s} עשה את הונו בתור {v}."],
    },
}

CLAUSES: dict[str, dict[str, list[str]]] = {
    "en": {
        "mark": ["the {n} whose benefactor {g}", "the {n} that owes its start to one who {g}"],
        "person.mark": ["whoever has a relative that {g}", "the child raised by one who {g}"],
        "museum.treasure": ["the {n} with the celebrated {v} in its showcase", "the {n} that is proud of its {v}"],
        "event.prize": ["the {n} from which somebody will carry home {a+v}", "the {n} that raffles {a+v}"],
    },
    "he": {
        "mark": ["{ה+n} שתורם <לו|לה> {v}", "{ה+n} <הקשור|הקשורה> בשמו של {v}"],
        "person.mark": ["בן המשפחה של {v}", "מי שבבית הוריו חי {v}"],
        "museum.treasure": ["{ה+n} המתגאה בתצוגת {v}", "{ה+n} שבארון הזכוכית שלו {v}"],
        "event.prize": ["{ה+n} שממנו ייקחו הביתה {v}", "{ה+n} המגריל {v}"],
    },
}

NOTES: dict[str, list[str]] = {
    "en": ["{s}: odds and ends", "Asked at the counter: {s}", "Margins: {s}"],
    "he": ["{s}: פרטים ושברי פרטים", "נשאל בדלפק: {s}", "בשוליים: {s}"],
}

EDITIONS: dict[str, list[str]] = {
    "en": ["{s}, almanac {year}", "Almanac of {year}, entry {s}"],
    "he": ["{s}, אלמנך {year}", "אלמנך {year}, הערך {s}"],
}

ROUNDS: dict[str, list[str]] = {
    "en": ["Diary of a long walk through {place}", "All our stops"],
    "he": ["יומן של הליכה ארוכה {ב+place}", "כל התחנות שלנו"],
}
