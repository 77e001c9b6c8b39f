"""Values of facts: a time, a price, a person; how each is written, and which other ways of writing it are accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.worlds.entities import Entity
from autograder.worlds.lexicon.numerals import NUMBER_WORDS, clock_in_words, number_in_words
from autograder.worlds.lexicon.words import MONTHS_EN, MONTHS_HE, WEEKDAYS_EN, WEEKDAYS_HE


@dataclass(frozen=True)
class Value:
    """One value.

    Args:
        kind: time, weekday, price, count, year, number, day, date, entity, street, words or month.
        data: of a time (hours, minutes); of a weekday 0 (Monday) to 6; of a price the number of hundredths; of a count, a
            year or a number (an extension) the number (a count of kilometres in tenths is a float); of a day or a date (year, month, day); of an
            entity its id; of a street or of words the English and the Hebrew text; of a month 1 to 12.
    """

    kind: str
    data: Any


@dataclass(frozen=True)
class Writing:
    """What is needed to write values down.

    Args:
        entities: of the world. currency: its money, in English and in Hebrew.
        forms: whether texts write values in several forms.
    """

    entities: Mapping[str, Entity]
    currency: tuple[str, str]
    forms: bool = False


def value_text(value: Value, language: str, writing: Writing) -> str:
    """The value as passages have it: "09:40", "12 florins", "17 May"."""
    english = language == "en"
    data = value.data
    match value.kind:
        case "time":
            return f"{data[0]:02d}:{data[1]:02d}"
        case "weekday":
            return WEEKDAYS_EN[data] if english else WEEKDAYS_HE[data]
        case "month":
            return MONTHS_EN[data - 1] if english else MONTHS_HE[data - 1]
        case "price":
            return f"{_amount(data)} {writing.currency[0 if english else 1]}"
        case "count":
            return f"{data:,}"
        case "year" | "number":
            return str(data)
        case "day":
            return _day(data, english)
        case "date":
            return f"{_day(data, english)} {data[0]}"
        case "entity":
            return writing.entities[data].full(language)
        case _:  # a street, or words
            return str(data[0 if english else 1])


MANNERS = 12
"""So many manners of writing there are; a manner is the form with this number, counted round."""


def written(value: Value, language: str, writing: Writing, manner: int = 0) -> str:
    """The value as one of several passages may have it: "9.40 am", "twenty to ten in the morning", "May 17".

    >>> [written(Value("time", (9, 40)), "en", Writing({}, ("", "")), manner) for manner in range(4)]
    ['09:40', '9:40', '9.40 am', 'twenty to ten in the morning']

    Args:
        manner: 0 is the form of `value_text`; see `MANNERS`.
    """
    forms = _forms(value, language, writing)
    return forms[manner % len(forms)]


def _forms(value: Value, language: str, writing: Writing) -> list[str]:
    """The form of `value_text`, and the others that `written` knows."""
    english, data = language == "en", value.data
    forms = [value_text(value, language, writing)]
    match value.kind:
        case "time":
            hour, minute = data
            forms.append(f"{hour}:{minute:02d}")
            if english:
                forms += [
                    f"{(hour - 1) % 12 + 1}.{minute:02d} {('am', 'pm')[hour >= 12]}",
                    clock_in_words(hour, minute),
                ]
        case "price" if english and data // 100 < len(NUMBER_WORDS):
            half = " and a half" if data % 100 == 50 else ""
            forms += [f"{NUMBER_WORDS[data // 100]}{half} {writing.currency[0]}"] if data % 50 == 0 else []
        case "count" if isinstance(data, int):
            forms.append(f"{data}")
            if english and data < 100:
                forms.append(number_in_words(data))
        case "day" if english:
            month = MONTHS_EN[data[1] - 1]
            forms += [f"{month} {data[2]}", f"the {data[2]}{_ordinal(data[2])} of {month}"]
        case "date":
            if english:
                forms.append(f"{MONTHS_EN[data[1] - 1]} {data[2]}, {data[0]}")
            forms.append(f"{data[2]}/{data[1]}/{data[0]}")
        case _:
            pass
    return list(dict.fromkeys(forms))


def accepted(value: Value, language: str, writing: Writing, units: tuple[str, ...] = ()) -> list[str]:
    """All accepted ways to write a value, the one of `value_text` first.

    Args:
        units: what may stand behind a count: "seats".
    """
    english = language == "en"
    data, text = value.data, value_text(value, language, writing)
    forms = _forms(value, language, writing) if writing.forms else [text]
    match value.kind:
        case "time":
            forms += [clock_in_words(*data).split(" in the ")[0]] if writing.forms and english else []
            forms += _times(*data)
        case "weekday":
            forms += [f"{text}s", f"on {text}", f"on {text}s"] if english else _weekdays(text)
        case "price":
            forms += [_amount(data), f"{data / 100:.2f}"]
        case "count":
            bare = f"{data}"
            forms += [bare, *(f"{number} {unit}" for unit in units for number in dict.fromkeys((text, bare)))]
        case "year":
            forms += [f"in {text}"] if english else [f"ב-{text}", f"בשנת {text}", f"שנת {text}"]
        case "number":
            forms += [f"extension {text}", f"ext. {text}"] if english else [f"שלוחה {text}"]
        case "day" | "date":
            forms += _dates(data, english, with_year=value.kind == "date")
        case "entity":
            forms += writing.entities[data].aliases(language)
            if writing.entities[data].article("full") and not english:
                forms = forms[::-1]  # the name first: in לאי טולמיר the article is gone
        case "street":
            forms += list(data[2:])[:1] if english else list(data[3:])[:1]
            forms += [f"in {text}"] if english else [f"ב{text}"]
        case "words" if english and text[0].islower() and not text.endswith("s"):
            forms += [f"{'an' if text[0] in 'aeiou' else 'a'} {text}", f"the {text}"]
        case _:
            pass
    return list(dict.fromkeys(forms))


def _amount(hundredths: int) -> str:
    return str(hundredths // 100) if hundredths % 100 == 0 else f"{hundredths / 100:.2f}"


def _times(hour: int, minute: int) -> list[str]:
    half, twelve = ("a.m.", "p.m.")[hour >= 12], (hour - 1) % 12 + 1
    return [
        f"{hour}:{minute:02d}",
        f"{hour:02d}.{minute:02d}",
        f"{hour}.{minute:02d}",
        f"{twelve}:{minute:02d} {half}",
        f"{twelve}:{minute:02d} {half.replace('.', '')}",
        f"{twelve}.{minute:02d} {half}",
        f"{hour} {minute:02d}",
        f"{hour}{minute:02d}",  # as a speech recogniser may write it
    ]


def _weekdays(text: str) -> list[str]:
    return [f"יום {text}", f"ביום {text}", f"ימי {text}", f"בימי {text}"] + (["השבת"] if text == "שבת" else [])


def _day(data: tuple[int, int, int], english: bool) -> str:
    _year, month, day = data
    return f"{day} {MONTHS_EN[month - 1]}" if english else f"{day} ב{MONTHS_HE[month - 1]}"


def _dates(data: tuple[int, int, int], english: bool, with_year: bool) -> list[str]:
    """Ways to write a date. Of days long ago the year belongs to the answer; of this year's it may be left out."""
    year, month, day = data
    if english:
        name, nth = MONTHS_EN[month - 1], f"{day}{_ordinal(day)}"
        short = [f"{day} {name}", f"{name} {day}", f"{nth} {name}", f"{nth} of {name}", f"{name} {nth}"]
        forms = [f"{day} {name} {year}", f"{name} {day}, {year}", f"{nth} {name} {year}", f"{nth} of {name} {year}"]
        forms += [f"on {day} {name} {year}", f"{year}-{month:02d}-{day:02d}"]
        short += [f"on {day} {name}"]
    else:
        base = _day(data, english)
        short = [base, f"ב-{base}", f"{day} {MONTHS_HE[month - 1]}"]
        forms = [f"{form} {year}" for form in short]
    forms += [f"{day}.{month}.{year}", f"{day}/{month}/{year}", f"{day:02d}/{month:02d}/{year}"]
    return forms if with_year else [*short, *forms]


def _ordinal(day: int) -> str:
    return "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
