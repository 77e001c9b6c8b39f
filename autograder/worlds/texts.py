"""The tables of wording of both languages, found by language."""

from __future__ import annotations

from types import ModuleType
from typing import TypeVar

from autograder.worlds.kinds import KINDS
from autograder.worlds.lexicon import (
    english_houses,
    english_media,
    english_others,
    english_prose,
    english_questions,
    hebrew_houses,
    hebrew_media,
    hebrew_others,
    hebrew_prose,
    hebrew_questions,
    unsaid,
)

T = TypeVar("T")
STATEMENTS = {
    "en": english_houses.HOUSES | english_others.OTHERS,
    "he": hebrew_houses.HOUSES | hebrew_others.OTHERS,
}
QUESTIONS: dict[str, ModuleType] = {"en": english_questions, "he": hebrew_questions}
PROSE: dict[str, ModuleType] = {"en": english_prose, "he": hebrew_prose}
MEDIA: dict[str, ModuleType] = {"en": english_media, "he": hebrew_media}
UNSAID = {"en": unsaid.ENGLISH, "he": unsaid.HEBREW}


def wordings(table: dict[str, list], kind: str, relation: str) -> list:
    """The entries for a relation of a kind: its own, else its group's, else everybody's; [] if there are none."""
    return _of_relation(table, kind, relation, [])


def ways_to_compare(language: str, kind: str, relation: str) -> dict[str, list[str]]:
    """The comparisons of a relation, by "max2", "min2", "max3", "min3"; {} if there are none."""
    return dict(_of_relation(QUESTIONS[language].COMPARISONS, kind, relation, {}))


def _of_relation(table: dict[str, T], kind: str, relation: str, nothing: T) -> T:
    """What stands in a table under the relation of this kind, of its group or of every kind: the first that there is."""
    for key in (f"{kind}.{relation}", f"{KINDS[kind].group}.{relation}", relation):
        if key in table:
            return table[key]
    return nothing


def by_kind(table: dict[str, list[str]], kind: str) -> list[str]:
    """The entries of a kind, else of its group."""
    return list(table.get(kind) or table[KINDS[kind].group])
