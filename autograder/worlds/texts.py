"""The tables of wording of both languages, found by language."""

from __future__ import annotations

from types import ModuleType

from autograder.worlds import english, english_prose, english_questions, hebrew, hebrew_prose, hebrew_questions
from autograder.worlds.kinds import KINDS

STATEMENTS = {"en": english.STATEMENTS, "he": hebrew.STATEMENTS}
QUESTIONS: dict[str, ModuleType] = {"en": english_questions, "he": hebrew_questions}
PROSE: dict[str, ModuleType] = {"en": english_prose, "he": hebrew_prose}


def wordings(table: dict[str, list[str]], kind: str, relation: str) -> list[str]:
    """The templates for a relation of a kind: its own, else its group's, else everybody's; [] if there are none."""
    for key in (f"{kind}.{relation}", f"{KINDS[kind].group}.{relation}", relation):
        if key in table:
            return table[key]
    return []


def fillers(language: str, kind: str) -> list[str]:
    """Sentences about a kind that state no fact."""
    table = PROSE[language].FILLERS
    return list(table.get(kind) or table[KINDS[kind].group])
