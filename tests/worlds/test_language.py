"""Hebrew and English words fit together: prefixes and articles, genders, a and an; and the ways to write a value."""

from __future__ import annotations

import random

import pytest
from worlds_at_hand import SEEDS, world

from autograder.worlds.kinds import KINDS, ROLES, units
from autograder.worlds.lexicon.words import ADJECTIVES, CREATURES, rows
from autograder.worlds.name_maker import NameMaker
from autograder.worlds.phrasing import fill
from autograder.worlds.texts import LEXICONS, wordings
from autograder.worlds.values import Value, Writing, accepted, value_text

WRITING = Writing({}, ("crowns", "כתרים"))
ARTICLE = frozenset({"s"})


@pytest.mark.parametrize(
    ("template", "text", "articles", "expected"),
    [
        ("{ב+s} יש חדרים", "מוזיאון טולמיר", frozenset(), "במוזיאון טולמיר יש חדרים"),
        ("{ב+s} יש חדרים", "המוזיאון", ARTICLE, "במוזיאון יש חדרים"),
        ("{ל+s}", "האי נמיס", ARTICLE, "לאי נמיס"),
        ("{מ+s}", "המוזיאון", ARTICLE, "מהמוזיאון"),
        ("{ב+s}", "הלה כהן", frozenset(), "בהלה כהן"),  # a name may begin with ה
        ("{ב+s}", "17 במאי", frozenset(), "ב-17 במאי"),
        ("{ל+s}", "בית הספר", ARTICLE, "לבית הספר"),
    ],
)
def test_hebrew_prefixes(template: str, text: str, articles: frozenset, expected: str) -> None:
    assert fill(template, {"s": text}, {}, articles) == expected


def test_genders() -> None:
    template = "{s} <נפתח|נפתחת>, ו{v} <v:מנהל|מנהלת>"
    assert fill(template, {"s": "א", "v": "ב"}, {"s": "m", "v": "f"}, frozenset()) == "א נפתח, וב מנהלת"
    assert fill(template, {"s": "א", "v": "ב"}, {"s": "f", "v": "m"}, frozenset()) == "א נפתחת, וב מנהל"


def test_english_article_and_capital() -> None:
    assert fill("{a+v} is the prize", {"v": "oak ring"}, {}, frozenset()) == "An oak ring is the prize"
    assert fill("{a+v} is the prize", {"v": "clay jug"}, {}, frozenset()) == "A clay jug is the prize"


def test_names_of_two_words_agree_in_gender() -> None:
    masculine = {row[1] for row in rows(ADJECTIVES)}
    feminine = {row[2] for row in rows(ADJECTIVES)}
    genders = {row[1]: row[2] for row in rows(CREATURES)}
    maker = NameMaker(random.Random(5))
    for _ in range(120):
        noun, adjective = maker.pair().he.split()
        assert adjective in (masculine if genders[noun] == "m" else feminine)


def test_word_tables_have_complete_rows_and_no_word_twice() -> None:
    for table, cells in ((ADJECTIVES, 3), (CREATURES, 3)):
        found = rows(table)
        assert all(len(row) == cells for row in found)
        assert len({row[0] for row in found}) == len(found) and len({row[1] for row in found}) == len(found)
    assert {row[2] for row in rows(CREATURES)} == {"m", "f"}
    assert all(row[1].startswith("ה") and row[2].startswith("ה") for row in rows(ADJECTIVES))


def test_names_in_both_scripts() -> None:
    maker = NameMaker(random.Random(7))
    made = (
        [maker.place() for _ in range(60)] + [maker.given("f") for _ in range(20)] + [maker.family() for _ in range(40)]
    )
    assert len({name.en for name in made}) == len(made) == len({name.he for name in made})
    for name in made:
        assert name.en.isascii() and name.en.isalpha() and name.en[0].isupper()
        assert all("א" <= letter <= "ת" for letter in name.he)
        assert name.he[-1] not in "כמנפצ" and not set(name.he[:-1]) & set("ךםןףץ")


def test_names_to_avoid_and_names_near() -> None:
    first = NameMaker(random.Random(3))
    taken = {first.place().en.lower() for _ in range(50)} | {first.pair().en.lower() for _ in range(30)}
    second = NameMaker(random.Random(3), avoid=taken)
    again = {second.place().en.lower() for _ in range(50)} | {second.pair().en.lower() for _ in range(30)}
    assert not taken & again and not taken & (second.taken - taken)
    pair = second.pair()
    assert set(second.pair(near=pair.en).en.split()) & set(pair.en.split())
    place = second.place()
    near = second.place(near=place.en)
    assert near.en[:3] == place.en[:3] and near != place


def alike(name: str, other: str) -> bool:
    """The same but for one letter, or of nearly one length with the same consonants."""
    short, long = sorted((name, other), key=len)
    if len(long) - len(short) > 1:
        return False
    if [letter for letter in name if letter not in "aeiou"] == [letter for letter in other if letter not in "aeiou"]:
        return True
    if len(short) == len(long):
        return sum(one != two for one, two in zip(name, other, strict=True)) <= 1
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def test_a_name_that_would_be_taken_for_another_is_known_without_looking_at_each() -> None:
    rng = random.Random(0)

    def draw() -> str:
        return "".join(rng.choice("abeio ") for _ in range(rng.randint(1, 6)))

    found = set()
    for _ in range(100):
        taken = {draw() for _ in range(5)}
        maker = NameMaker(rng, avoid=taken)
        for name in (draw() for _ in range(100)):
            near = any(alike(name, other) for other in taken)
            assert maker._is_near(name) is near, (name, taken)
            found.add(near)
    assert found == {True, False}


@pytest.mark.parametrize(
    ("value", "language", "text", "others"),
    [
        (Value("time", (9, 40)), "en", "09:40", {"9:40", "9:40 a.m.", "9.40"}),
        (Value("time", (18, 5)), "he", "18:05", {"18.05", "6:05 p.m."}),
        (Value("price", 1250), "en", "12.50 crowns", {"12.50"}),
        (Value("price", 1200), "en", "12 crowns", {"12", "12.00"}),
        (Value("price", 1200), "he", "12 כתרים", {"12"}),
        (Value("day", (2034, 5, 17)), "en", "17 May", {"May 17", "17 May 2034", "17th of May", "17/05/2034"}),
        (Value("day", (2034, 5, 17)), "he", "17 במאי", {"ב-17 במאי", "17 במאי 2034"}),
        (Value("date", (1934, 5, 1)), "en", "1 May 1934", {"May 1, 1934", "1934-05-01"}),
        (Value("weekday", 1), "en", "Tuesday", {"Tuesdays", "on Tuesday"}),
        (Value("weekday", 1), "he", "שלישי", {"יום שלישי", "בימי שלישי"}),
        (Value("count", 4300), "en", "4,300", {"4300"}),
        (Value("count", 4.5), "en", "4.5", set()),
        (Value("number", 417), "en", "417", {"extension 417"}),
        (Value("year", 1890), "he", "1890", {"בשנת 1890"}),
        (Value("words", ("oak ring", "טבעת אלון")), "en", "oak ring", {"an oak ring", "the oak ring"}),
        (Value("street", ("Tol Lane", "סמטת טול", "Tol", "טול")), "he", "סמטת טול", {"טול"}),
        (Value("month", 5), "he", "מאי", set()),
    ],
)
def test_values(value: Value, language: str, text: str, others: set[str]) -> None:
    forms = accepted(value, language, WRITING)
    assert forms[0] == text == value_text(value, language, WRITING)
    assert others <= set(forms) and len(set(forms)) == len(forms)


def test_a_day_long_ago_needs_its_year() -> None:
    assert not any(form in ("1 May", "May 1") for form in accepted(Value("date", (1934, 5, 1)), "en", WRITING))


def test_units() -> None:
    assert "metres" in units("bridge", "length", "en") and "kilometres" in units("walk", "length", "en")
    assert "7 rooms" in accepted(Value("count", 7), "en", WRITING, units("museum", "rooms", "en"))
    assert units("museum", "street", "en") == ()


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("wording", LEXICONS)
def test_every_relation_can_be_said_and_asked(language: str, wording: str) -> None:
    lexicon = LEXICONS[wording]
    tables = lexicon.statements[language], lexicon.questions[language].QUESTIONS
    for name, kind in KINDS.items():
        for relation in kind.relations:
            said, asked = (wordings(table, name, relation) for table in tables)
            assert len(said) >= (2 if wording == "public" else 1) and len(set(said)) == len(said), (name, relation)
            assert len(asked) >= 2 and len(set(asked)) == len(asked), (name, relation)
            assert all("{s}" in t or "+s}" in t for t in (*said, *asked)), (name, relation)
            assert all("{v}" in t or "+v}" in t for t in said), (name, relation)


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("wording", LEXICONS)
def test_every_template_can_be_filled_for_both_genders(language: str, wording: str) -> None:
    slots = dict.fromkeys("svwn", "אב" if language == "he" else "ab") | {"place": "x", "t": "y"}
    lexicon = LEXICONS[wording]
    asked, shown = lexicon.questions[language], lexicon.media[language]
    tables = [lexicon.statements[language], asked.QUESTIONS, asked.THROUGH, shown.POSTER, shown.SPEECH]
    for key, templates in ((key, found) for table in tables for key, found in table.items()):
        for template in templates:
            for gender in "mf":
                text = fill(
                    template.replace("{t}", ROLES[language]["museum"]), slots, dict.fromkeys("svw", gender), ARTICLE
                )
                assert not set("{}<>|+") & set(text), (key, template)


def test_hebrew_passages_have_prefixes_glued_to_names() -> None:
    for seed in SEEDS[:3]:
        text = " ".join(line["text"] for line in world(seed).passages if line["language"] == "he" and "text" in line)
        assert (
            sum(text.count(f" {prefix}{noun} ") for prefix in "בלמ" for noun in ("מוזיאון", "מעבורת", "מאפיית", "סיור"))
            >= 3
        )
        assert "בה" + "מוזיאון" not in text and "לה" + "מעבורת" not in text
