"""The reader and the glossary that students get: what has the form of an answer, in English and in Hebrew."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from small_world import FOLDER

sys.path.insert(0, str(FOLDER))
import itertools

import glossary
import reader


def kinds_and_texts(text: str, names: reader.Names | None = None) -> list[tuple[str, str]]:
    return [(span.kind, span.text) for span in reader.spans(text, names)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("It opens at 09:40.", "time", "09:40"),
        ("It opens at 9.40 a.m. sharp.", "time", "9.40 a.m."),
        ("The last bus leaves at 17.15.", "time", "17.15"),
        ("Doors open at twenty to ten.", "time", "twenty to ten"),
        ("We meet at half past six in the evening.", "time", "half past six in the evening"),
        ("Come by three o'clock.", "time", "three o'clock"),
        ("נפתח ב־9:40.", "time", "9:40"),
        ("הסיור יוצא ברבע לתשע בבוקר.", "time", "רבע לתשע"),
        ("Admission is 12.50 crowns.", "price", "12.50 crowns"),
        ("It costs twelve shillings.", "price", "twelve shillings"),
        ("A coffee: €3.20", "price", "€3.20"),
        ("הכרטיס עולה 10.50 שילינגים.", "price", "10.50 שילינגים"),
        ("It holds 4,200 books.", "count", "4,200"),
        ("The crossing takes 55 minutes.", "count", "55 minutes"),
        ("The route is 3.4 km long.", "count", "3.4 km"),
        ("There are forty-eight rooms.", "count", "forty-eight"),
        ("בבניין 24 חדרים.", "count", "24"),
        ("She was born on 17 May 2031.", "date", "17 May 2031"),
        ("It opened on May 17th, 1903.", "date", "May 17th, 1903"),
        ("Opened 17/5/1903.", "date", "17/5/1903"),
        ("Published 2031-05-17.", "date", "2031-05-17"),
        ("Founded in 1874.", "date", "1874"),
        ("הירשמו עד 3 במאי.", "date", "3 במאי"),
        ("נוסדה בשנת 1837.", "date", "1837"),
        ("Closed on Mondays.", "weekday", "Mondays"),
        ("הספרייה סגורה ביום שני.", "weekday", "שני"),
        ("Most came in April.", "month", "April"),
        ("They play “The Tin Sailor” tonight.", "quoted", "The Tin Sailor"),
        ("Mira Tolland leads the walk.", "name", "Mira Tolland"),
        ("Turn into Mill Lane.", "name", "Mill Lane"),
    ],
)
def test_each_kind_in_its_forms(text: str, kind: str, found: str) -> None:
    assert (kind, found) in kinds_and_texts(text)


def test_spans_know_their_place_and_do_not_meet() -> None:
    text = "On 17 May 2031, at 9:40, 48 guests paid 12.50 crowns at the Glass House; “No Smoke” closed on Sunday."
    found = reader.spans(text)
    assert [text[span.start : span.end] for span in found] == [span.text for span in found]
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))
    assert {span.kind for span in found} == {"date", "time", "count", "price", "name", "quoted", "weekday"}


def test_a_number_with_a_currency_is_a_price_and_no_time() -> None:
    assert kinds_and_texts("It costs 12.50 crowns, 3 crowns for children.") == [
        ("price", "12.50 crowns"),
        ("price", "3 crowns"),
    ]
    assert ("time", "12.50") not in kinds_and_texts("12.50 kilometres on foot")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("At what time does it open?", "time"),
        ("When is the fair?", "date"),
        ("How much is a ticket?", "price"),
        ("How many rooms are there?", "count"),
        ("Who runs the inn?", "name"),
        ("Where does the walk start?", "name"),
        ("In which year was it founded?", "date"),
        ("Which weekday is the day off?", "weekday"),
        ("Which month brought the fewest people?", "month"),
        ("באיזו שעה נפתח המוזיאון?", "time"),
        ("מתי נולד הגנן?", "date"),
        ("כמה עולה כרטיס?", "price"),
        ("כמה חדרים יש?", "count"),
        ("מי תכנן את הגשר?", "name"),
        ("איפה נמצא הפונדק?", "name"),
        ("באיזו שנה נוסד?", "date"),
    ],
)
def test_what_a_question_asks_for(question: str, kind: str) -> None:
    assert kind in reader.kinds_asked(question)


def test_a_question_that_does_not_say_gets_no_kind() -> None:
    assert reader.kinds_asked("What is the treasure of the house?") == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9:40", 580.0),
        ("9.40 p.m.", 1300.0),
        ("twenty to ten", 580.0),
        ("half past six in the evening", 1110.0),
        ("12.50 crowns", 12.5),
        ("1,240", 1240.0),
        ("forty-eight", 48.0),
        ("3.4 km", 3.4),
        ("1874", 1874.0),
        ("ארבעים ושמונה", 48.0),
        ("תשע וחצי", 570.0),
        ("רבע לעשר", 585.0),
        ("somewhere", None),
    ],
)
def test_values_compare(text: str, value: float | None) -> None:
    assert reader.value_of(text) == value


def test_days_are_in_order() -> None:
    days = ["9 December 2006", "3 January 2007", "17/5/2007", "May 18, 2007", "2007-12-09"]
    values = [reader.value_of(day) for day in days]
    assert values == sorted(values)


HEBREW = [
    ("מוזיאון לוגוגים: מידע", "מוזיאון לוגוגים נפתח ב-9:40. רסטונה מוזוביץ מנהלת אותו.", "he"),
    ("רסטונה מוזוביץ", "רסטונה מוזוביץ גרה ליד הנמל. היא אוספת בולים.", "he"),
]
ENGLISH = [
    ("The Grey Heron Inn", "The Grey Heron Inn has 12 rooms. Mira Tolland runs it.", "en"),
    ("News", "Guests of the Grey Heron Inn pay 3 crowns. Ask Mira Tolland.", "en"),
]


def test_names_are_learnt_from_the_corpus() -> None:
    names = reader.Names([*HEBREW, *ENGLISH])
    assert {"Grey Heron Inn", "Mira Tolland", "מוזיאון לוגוגים", "רסטונה מוזוביץ"} <= set(names.names)
    assert names.in_text("מי מנהל את מוזיאון לוגוגים?") == ["מוזיאון לוגוגים"]
    assert ("name", "מוזיאון לוגוגים") in kinds_and_texts("היינו במוזיאון לוגוגים.", names)
    assert names.is_person("Mira Tolland") and names.is_person("רסטונה מוזוביץ")
    assert not names.is_person("Grey Heron Inn")


def test_names_that_were_misheard_are_mended() -> None:
    names = reader.Names(ENGLISH)
    assert names.mended("How many rooms has the gray herron in?").endswith("Grey Heron Inn?")
    assert names.mended("Nothing of the kind is said here.") == "Nothing of the kind is said here."


def test_the_nearest_of_the_kind_that_is_asked_for() -> None:
    terms_of = lambda text: [word.strip(".,?").casefold() for word in text.split()]  # noqa: E731
    sentence = "The museum opens at 9:40, the library at 10:20; a ticket costs 3 crowns."
    assert reader.nearest(["library"], sentence, terms_of, ("time",)) == "10:20"
    assert reader.nearest(["museum"], sentence, terms_of, ("time",)) == "9:40"
    assert reader.nearest(["ticket"], sentence, terms_of, ("price",)) == "3 crowns"
    assert reader.nearest(["ticket"], sentence, terms_of, ("weekday",)) == ""


def test_a_gloss_is_english_and_knows_its_places() -> None:
    text = "המעבורת יוצאת בשעה 9:40 אל האי."
    found = glossary.gloss(text)
    assert not any("א" <= letter <= "ת" for letter in found.text)
    start, end = found.place(text.index("9:40"), text.index("9:40") + 4)
    assert found.text[start:end] == "9:40"
    ferry = found.place(0, len("המעבורת"))
    assert found.text[slice(*ferry)] == "the ferry"


def test_a_name_is_spelt_alike_with_prefixes_and_without() -> None:
    bare, with_prefix = (glossary.gloss(text).text for text in ("טיזומלות", "בטיזומלות"))
    assert bare == with_prefix and bare.isascii()


def test_english_stays_as_it_is() -> None:
    text = "The ferry leaves at 9:40."
    found = glossary.gloss(text)
    assert found.text == text and found.place(4, 9) == (4, 9)
    assert SimpleNamespace(**found._asdict()).text == text
