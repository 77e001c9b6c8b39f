"""Templates of sentences, filled in.

    {s}         the subject; {v}, {w} the values of the first and the second relation; {t} who runs it: "the director"
    {a+v}       English: with the article a or an
    {ב+s}       Hebrew: a prefix glued on; the article is absorbed where it is in Hebrew (במוזיאון, not בהמוזיאון)
    <m|f>       the form for the subject's gender; <v:m|f> for the gender of the value, a person or a thing with a name
    {place}     the name of the place

A sentence begins with a capital letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from autograder.worlds.entities import Entity
from autograder.worlds.model import Plan, Sentence, State
from autograder.worlds.values import value_text, written

_SLOT = re.compile(r"\{(?:([^{}+]+)\+)?(\w+)\}")
_CHOICE = re.compile(r"<(?:(\w):)?([^<>|]*)\|([^<>|]*)>")
_ABSORBING = "בלכ"


def fill(template: str, slots: Mapping[str, str], genders: Mapping[str, str], articles: frozenset[str]) -> str:
    """Fill in one template.

    Args:
        slots: what stands for each slot.
        genders: "m" or "f" of the subject ("s") and of values.
        articles: the slots whose Hebrew text begins with an article, which the prefixes ב, ל, כ absorb.

    Raises:
        KeyError: if a slot has no text.
    """

    def choose(found: re.Match[str]) -> str:
        return found[2] if genders[found[1] or "s"] == "m" else found[3]

    def put(found: re.Match[str]) -> str:
        prefix, name = found[1] or "", found[2]
        text = slots[name]
        if prefix == "a":
            return f"{'an' if text[0] in 'aeiou' else 'a'} {text}"
        if prefix and prefix[-1] in _ABSORBING and name in articles:
            text = text.removeprefix("ה")
        return prefix + (f"-{text}" if prefix and text[:1].isdigit() else text)

    text = _SLOT.sub(put, _CHOICE.sub(choose, template))
    return text[:1].upper() + text[1:]


def subject_text(entity: Entity, form: str, language: str) -> str:
    if form == "pronoun" and language == "en":
        return "it" if not entity.human else "he" if entity.gender == "m" else "she"
    return entity.full(language) if form == "full" else entity.short(language)


def marked_text(entity: Entity, mark: str, language: str) -> str:
    """A thing by its mark: "the beekeeper's museum"."""
    if language == "en":
        return f"the {mark}'s {entity.noun.en or 'relative'}"
    return f"{entity.short('he') if not entity.human else 'בן המשפחה'} של {mark}"


def render(sentence: Sentence, language: str, plan: Plan, state: State, roles: Mapping[str, str]) -> str:
    """A sentence with the facts of ``state``; ``roles``: kind -> who runs it, for the slot {t}."""
    template = sentence.template
    slots: dict[str, str] = {"place": plan.place.text(language)}
    genders: dict[str, str] = {}
    articles: set[str] = set()
    if sentence.subject:
        entity = plan.entities[sentence.subject]
        slots["s"], genders["s"] = subject_text(entity, sentence.form, language), entity.gender
        if sentence.form == "marked":
            slots["s"] = marked_text(entity, value_text(state[entity.id, "mark"], language, plan.writing), language)
        template = template.replace("{t}", roles.get(entity.kind, ""))
        if entity.article(sentence.form):
            articles.add("s")
    for slot, key in zip("vwxyz", sentence.facts(), strict=False):
        value = state[key]
        slots[slot] = written(value, language, plan.writing, sentence.manner)
        if value.kind == "entity":
            genders[slot] = plan.entities[value.data].gender
            if plan.entities[value.data].article("full"):
                articles.add(slot)
    return fill(template, slots, genders, frozenset(articles))
