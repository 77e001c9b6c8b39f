"""The tables of wording of both languages: a lexicon for the worlds that are public, and one that no public world is written in."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import TypeVar

from autograder.worlds.kinds import KINDS
from autograder.worlds.lexicon import (
    descriptions,
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
    held_out,
    unsaid,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Lexicon:
    """All wordings of one sort of world, each by language ("en", "he").

    Args:
        statements: of a relation (see `wordings`), the sentences that state it.
        questions: modules with QUESTIONS, COMPARISONS, THROUGH, and what stands around a question.
        prose: modules with titles, and sentences without facts.
        media: modules with lines of posters and sentences of recordings.
        unsaid: of a kind, questions that nothing answers.
        descriptions: the module of what tells of things without their names.
    """

    statements: dict[str, dict[str, list[str]]]
    questions: dict[str, ModuleType]
    prose: dict[str, ModuleType]
    media: dict[str, ModuleType]
    unsaid: dict[str, dict[str, list[str]]]
    descriptions: ModuleType


LEXICONS = {
    "public": Lexicon(
        statements={
            "en": english_houses.HOUSES | english_others.OTHERS,
            "he": hebrew_houses.HOUSES | hebrew_others.OTHERS,
        },
        questions={"en": english_questions, "he": hebrew_questions},
        prose={"en": english_prose, "he": hebrew_prose},
        media={"en": english_media, "he": hebrew_media},
        unsaid={"en": unsaid.ENGLISH, "he": unsaid.HEBREW},
        descriptions=descriptions,
    ),
    "held-out": Lexicon(
        statements={
            "en": held_out.english_houses.HOUSES | held_out.english_others.OTHERS,
            "he": held_out.hebrew_houses.HOUSES | held_out.hebrew_others.OTHERS,
        },
        questions={"en": held_out.english_questions, "he": held_out.hebrew_questions},
        prose={"en": held_out.english_prose, "he": held_out.hebrew_prose},
        media={"en": held_out.english_media, "he": held_out.hebrew_media},
        unsaid={"en": held_out.unsaid.ENGLISH, "he": held_out.unsaid.HEBREW},
        descriptions=held_out.descriptions,
    ),
}


def wordings(table: dict[str, list], kind: str, relation: str) -> list:
    """The entries for a relation of a kind: its own, else its group's, else everybody's; [] if there are none."""
    return _of_relation(table, kind, relation, [])


def ways_to_compare(lexicon: Lexicon, language: str, kind: str, relation: str) -> dict[str, list[str]]:
    """The comparisons of a relation, by "max2", "min2", "max3", "min3"; {} if there are none."""
    return dict(_of_relation(lexicon.questions[language].COMPARISONS, kind, relation, {}))


def _of_relation(table: dict[str, T], kind: str, relation: str, nothing: T) -> T:
    """What stands in a table under the relation of this kind, of its group or of every kind: the first that there is."""
    for key in (f"{kind}.{relation}", f"{KINDS[kind].group}.{relation}", relation):
        if key in table:
            return table[key]
    return nothing


def by_kind(table: dict[str, list[str]], kind: str) -> list[str]:
    """The entries of a kind, else of its group."""
    return list(table.get(kind) or table[KINDS[kind].group])
