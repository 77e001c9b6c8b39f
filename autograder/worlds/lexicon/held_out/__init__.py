"""Wordings that no public world has: what hidden worlds may be told and asked in. Keys and slots as in the tables beside this folder.

Other words (a charge, a toll, dues for a price), other grammar, facts that stand a sentence behind what they are about.
"""

from autograder.worlds.lexicon.held_out import (
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
    unsaid,
)

__all__ = [
    "descriptions",
    "english_houses",
    "english_media",
    "english_others",
    "english_prose",
    "english_questions",
    "hebrew_houses",
    "hebrew_media",
    "hebrew_others",
    "hebrew_prose",
    "hebrew_questions",
    "unsaid",
]
