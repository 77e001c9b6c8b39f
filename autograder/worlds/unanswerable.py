"""Questions that cannot be answered: what is said of others, of nothing, or of things that do not exist."""

from __future__ import annotations

from collections import Counter

from autograder.worlds.asking import Asker
from autograder.worlds.kinds import KINDS
from autograder.worlds.model import Key
from autograder.worlds.passages import AUDIBLE, ON_POSTERS
from autograder.worlds.texts import by_kind, wordings

SORTS = {"en": {"unsaid": 3, "invented": 2, "nowhere": 2}, "he": {"unsaid": 2, "invented": 1, "nowhere": 2}}
"""How many of each sort; in English one of the first is spoken and one carries a picture."""


def unanswerable(asker: Asker, language: str, count: int) -> None:
    """All unanswerable questions of a language.

    Raises:
        ValueError: if ``count`` is not the sum of `SORTS`.
    """
    if count != sum(SORTS[language].values()):
        raise ValueError(f"There are {sum(SORTS[language].values())} unanswerable questions, not {count}.")
    _unsaid(asker, language, SORTS[language]["unsaid"])
    _invented(asker, language, SORTS[language]["invented"])
    _nowhere(asker, language, SORTS[language]["nowhere"])


def _unsaid(asker: Asker, language: str, count: int) -> None:
    """A relation that passages state of other things of the same kind, and not of this one."""
    said = {(asker.kind(key), key[1]) for key in asker.of(language, sorted(asker.said))}
    keys = [
        (entity.id, relation)
        for entity in asker.things(language)
        for relation in KINDS[entity.kind].relations
        if (entity.id, relation) not in asker.said and (entity.kind, relation) in said
    ]
    left = count
    if language == "en":
        for key in asker.chosen([key for key in keys if asker.kind(key) in AUDIBLE], 1):
            asker.simple("unanswerable", language, key, spoken=True)
            left -= 1
        for key in asker.chosen([key for key in keys if asker.kind(key) in ON_POSTERS], 1):
            _on_picture(asker, language, key)
            left -= 1
    for key in asker.chosen(keys, left):
        asker.simple("unanswerable", language, key)


def _on_picture(asker: Asker, language: str, key: Key) -> None:
    entity = asker.plan.entities[key[0]]
    template = asker.rng.choice(wordings(asker.lexicon.questions[language].QUESTIONS, entity.kind, key[1]))
    text = asker.deictic(template, language, entity)
    asker.add("unanswerable", language, text, [entity.id], picture=asker.picture(entity, key[1]))


def _invented(asker: Asker, language: str, count: int) -> None:
    """Something that does not exist, with a name like that of something that does."""
    keys = [key for key in asker.texts(language) if KINDS[asker.kind(key)].group != "landmark"]
    for key in asker.chosen(keys, count, human=False):
        original = asker.plan.entities[key[0]]
        entity = asker.maker.entity(original.kind, language, near=original.name.en)
        templates = wordings(asker.lexicon.questions[language].QUESTIONS, entity.kind, key[1])
        if asker.describes("unanswerable"):
            mark = (entity.id, "mark")
            asker.plan.state[mark] = asker.maker.mark(entity.kind)
            asker.add("unanswerable", language, asker.told(templates, language, entity, mark), [], described=(mark,))
        else:
            asker.add("unanswerable", language, asker.phrase(asker.rng.choice(templates), language, entity), [])


def _nowhere(asker: Asker, language: str, count: int) -> None:
    """Something that is said of nothing in any world; some of these questions presume what is not so."""
    things = asker.things(language)
    asker.rng.shuffle(things)
    kinds: Counter[str] = Counter()
    for entity in things:
        if not kinds[entity.kind] and sum(kinds.values()) < count and entity.kind != "engineer":
            kinds[entity.kind] += 1
            templates = by_kind(asker.lexicon.unsaid[language], entity.kind)
            text, described = asker.about("unanswerable", templates, language, entity, None)
            asker.add("unanswerable", language, text, [entity.id], described=described)
