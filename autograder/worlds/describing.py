"""How a question tells of a thing without its name: by a fact that passages state, and that holds of nothing else of its kind."""

from __future__ import annotations

import functools
import random
from collections.abc import Collection

from autograder.worlds.entities import Entity
from autograder.worlds.lexicon.marks import ANIMALS, MATERIALS
from autograder.worlds.lexicon.words import rows
from autograder.worlds.model import Key, Plan, State
from autograder.worlds.phrasing import fill
from autograder.worlds.texts import LEXICONS, wordings
from autograder.worlds.values import value_text

TELLING = ("mark", "mark", "treasure", "prize")
"""The relations that describe; who has more than one is mostly told by the first."""


def ways_to_describe(entity: Entity, plan: Plan, said: Collection[Key], asked: Key | None) -> list[Key]:
    """The facts by which a thing can be told: passages state them, they are not what is asked, and hold of it alone."""
    table = LEXICONS[plan.wording].descriptions.CLAUSES[entity.language]
    keys = [(entity.id, relation) for relation in TELLING if wordings(table, entity.kind, relation)]
    return [key for key in keys if key in said and key != asked and fitting(key, plan.state) == {entity.id}]


def fitting(key: Key, state: State) -> set[str]:
    """Of the things of a kind (by their ids, "museum3"), those of which a fact of one of them holds."""
    kind = _kind(key[0])
    value = state[key].data
    return {
        name for (name, what), other in state.items() if what == key[1] and other.data == value and _kind(name) == kind
    }


def _kind(name: str) -> str:
    return name.rstrip("0123456789")


def description(entity: Entity, key: Key, plan: Plan, language: str, rng: random.Random) -> str:
    """ "the museum that has a rock hound over its doorway"."""
    template = rng.choice(wordings(LEXICONS[plan.wording].descriptions.CLAUSES[language], entity.kind, key[1]))
    value = plan.state[key]
    slots = {"v": value_text(value, language, plan.writing), "n": entity.noun.text(language)}
    if key[1] == "mark":
        slots["g"] = in_other_words(value.data[2], value.data[3], plan.wording)
    template = template.replace("{ה+n}", entity.short("he"))
    text = fill(template, slots, {"s": entity.gender}, frozenset())
    return text[:1].lower() + text[1:]


def in_other_words(animal: str, material: str, wording: str) -> str:
    """An animal and a material without their words: "rock hound" for a stone dog."""
    table, column = _glosses(), 0 if wording == "public" else 1
    return f"{table[material][column]} {table[animal][column]}"


@functools.cache
def _glosses() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[3], row[4]) for row in (*rows(ANIMALS, ";"), *rows(MATERIALS, ";"))}
