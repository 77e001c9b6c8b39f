"""How a question tells of a thing without its name: by a fact that passages state, and that holds of nothing else of its kind."""

from __future__ import annotations

import functools
import random
from collections.abc import Collection

from autograder.worlds.entities import Entity
from autograder.worlds.lexicon.marks import PATRONS
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
    """ "the museum that remembers somebody who looked after hives"."""
    template = rng.choice(wordings(LEXICONS[plan.wording].descriptions.CLAUSES[language], entity.kind, key[1]))
    value = plan.state[key]
    slots = {"v": value_text(value, language, plan.writing), "n": entity.noun.text(language)}
    if key[1] == "mark":
        slots["g"] = in_other_words(value.data[0], plan.wording)
    template = template.replace("{ה+n}", entity.short("he"))
    text = fill(template, slots, {"s": entity.gender}, frozenset())
    return text[:1].lower() + text[1:]


def in_other_words(calling: str, wording: str) -> str:
    """What somebody of a calling did: "looked after hives" for a beekeeper."""
    return _glosses()[calling][0 if wording == "public" else 1]


@functools.cache
def _glosses() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[2], row[3]) for row in rows(PATRONS, ";")}
