"""How held-out worlds tell and describe things. Keys and slots as in `lexicon.descriptions`."""

from __future__ import annotations

MARKS: dict[str, dict[str, list[str]]] = {
    "en": {
        "house": ["whoever rings at {s} looks up at {a+v}.", "the gable of {s} is crowned with {a+v}."],
        "ferry": ["the figurehead of {s}: {a+v}.", "spray flies over {a+v}, which {s} has for a figurehead."],
        "event": ["{a+v} serves {s} as its mascot.", "children parade {a+v} through the crowd, the mascot of {s}."],
        "activity": ["regulars of {s} wear {a+v} on a string.", "{a+v} on a string is the badge of {s}."],
        "landmark": ["next to {s} a former mayor had {a+v} set up.", "passers-by near {s} rub {a+v} for luck."],
        "island": ["the harbour wall of {s} carries {a+v}.", "sailors greet {a+v} when they make for {s}."],
        "person": [
            "nobody has met {s} without {a+v} pinned to the collar.",
            "the collar of {s} is adorned with {a+v}.",
        ],
    },
    "he": {
        "house": ["מי שמצלצל {ב+s} נושא עיניו אל {v}.", "בראש הגג של {s} ניצבת דמות: {v}."],
        "ferry": ["פסלון השיט של {s}: {v}.", "הקצף ניתז על {v}, פסלון השיט של {s}."],
        "event": ["{v} משמש {ל+s} קמע.", "ילדים נושאים בקהל את הקמע של {s}: {v}."],
        "activity": ["הקבועים של {s} עונדים על חוט {v}.", "התג של {s} הוא {v} על חוט."],
        "landmark": ["ליד {s} הקים ראש עיר לשעבר {v}.", "העוברים ושבים ליד {s} מלטפים {v}."],
        "island": ["חומת הנמל של {s} נושאת {v}.", "המלחים בדרכם {ל+s} מברכים לשלום {v}."],
        "person": ["איש לא פגש את {s} בלי {v} על הצווארון.", "הצווארון של {s} מעוטר: {v}."],
    },
}

CLAUSES: dict[str, dict[str, list[str]]] = {
    "en": {
        "house.mark": ["the {n} under the gaze of {a+g}", "the {n} on whose front one sees {a+g}"],
        "ferry.mark": ["the {n} whose prow is decorated with {a+g}", "the {n} that carries {a+g} through the waves"],
        "event.mark": ["the {n} that chose {a+g} for its emblem", "the {n} for which {a+g} is carried about"],
        "activity.mark": ["the {n} whose members are known by {a+g}", "the {n} that hangs {a+g} round people's necks"],
        "landmark.mark": ["the {n} beside which {a+g} is stroked", "the {n} to which {a+g} is a neighbour"],
        "island.mark": ["the island whose port is watched over by {a+g}", "the island that shows seafarers {a+g}"],
        "person.mark": ["whoever wears a brooch like {a+g}", "the one whose lapel shows {a+g}"],
        "museum.treasure": ["the {n} with the celebrated {v} in its showcase", "the {n} that is proud of its {v}"],
        "event.prize": ["the {n} from which somebody will carry home {a+v}", "the {n} that raffles {a+v}"],
    },
    "he": {
        "house.mark": ["{ה+n} שעל <גגו|גגה> רואים {v}", "{ה+n} <שבחזיתו|שבחזיתה> מוצג {v}"],
        "ferry.mark": ["{ה+n} שמקדימה נישא בה {v}", "{ה+n} המקושטת בדמות {v}"],
        "event.mark": ["{ה+n} שבחר לו לקמע {v}", "{ה+n} שבו מסתובבים עם {v}"],
        "activity.mark": ["{ה+n} <שאנשיו|שאנשיה> מזוהים לפי {v}", "{ה+n} התולה על צוואר האנשים {v}"],
        "landmark.mark": ["{ה+n} שלידו מלטפים {v}", "{ה+n} השכן של {v}"],
        "island.mark": ["האי שעל נמלו משקיף {v}", "האי המראה ליורדי הים {v}"],
        "person.mark": ["מי שעל בגדו {v}", "מי שמתהדר בסיכה בצורת {v}"],
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
