"""Sentences are chosen here: how a fact is put, and what stands between the facts."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from autograder.worlds.entities import Entity
from autograder.worlds.model import Sentence
from autograder.worlds.texts import Lexicon, by_kind, wordings
from autograder.worlds.values import MANNERS

ANY_FORM = ("full", "short", "short", "pronoun")


class SentenceChooser:
    """Chooses wordings so that all of them are used before one comes again.

    Args:
        rng: the source of chance.
        lexicon: where the wordings stand.
    """

    def __init__(self, rng: random.Random, lexicon: Lexicon) -> None:
        self.rng, self.lexicon = rng, lexicon
        self._left: dict[tuple[str, ...], list[str]] = {}

    def statements(
        self,
        entity: Entity,
        relations: Sequence[str],
        old: str = "",
        forms: Sequence[str] = ANY_FORM,
        pairs: float = 0.6,
    ) -> list[Sentence]:
        """One sentence for each relation, or for two of them.

        Args:
            old: a relation whose outdated value is stated as well, in a sentence of its own.
            forms: how the subject may be named after its first mention.
            pairs: how often two facts share a sentence where a wording for both is known.
        """
        table = self.lexicon.statements[entity.language]
        left = list(relations)
        sentences: list[Sentence] = []
        if old:
            left.insert(self.rng.randint(0, len(left)), f"old {old}")
        while left:
            name = left.pop(0)
            said: tuple[str, ...] = (name,)
            partners = [both for both in self._pairs(entity, name, left) if self.rng.random() < pairs]
            if partners:
                said = partners[0]
                left = [other for other in left if other not in said]
            bare = tuple(relation.removeprefix("old ") for relation in said)
            template = self._next(wordings(table, entity.kind, "+".join(bare)))
            form = "full" if not sentences else self.rng.choice(forms)
            if form == "pronoun" and not template.startswith("{s} "):
                form = "short"
            sentences.append(Sentence(template, entity.id, bare, form, old=name.startswith("old ")))
        return sentences

    def _pairs(self, entity: Entity, name: str, left: list[str]) -> list[tuple[str, str]]:
        both = [pair for other in left for pair in ((name, other), (other, name))]
        return [
            pair for pair in both if wordings(self.lexicon.statements[entity.language], entity.kind, "+".join(pair))
        ]

    def fillers(self, language: str, kind: str, count: int) -> list[Sentence]:
        """Sentences without facts, different ones."""
        table = self.lexicon.prose[language].FILLERS
        texts = list(table[kind]) if kind == "town" else by_kind(table, kind)
        chosen: list[str] = []
        while len(chosen) < min(count, len(texts)):
            text = self._next(texts)
            if text not in chosen:
                chosen.append(text)
        return [Sentence(text) for text in chosen]

    def mixed(self, sentences: Sequence[Sentence], fillers: Iterable[Sentence]) -> list[Sentence]:
        """The fillers put between the sentences, never before the first."""
        mixed = list(sentences)
        for filler in fillers:
            mixed.insert(self.rng.randint(1, len(mixed)), filler)
        return mixed

    def prose(self, language: str, table: str) -> Sentence:
        """One of the ready sentences: OPENERS, CHANGED, DIRECTORY_FIRST."""
        return Sentence(self._next(getattr(self.lexicon.prose[language], table)))

    def tour(self, language: str, part: str) -> Sentence:
        return Sentence(self._next(self.lexicon.prose[language].TOUR[part]))

    def mark(self, entity: Entity) -> Sentence:
        """What tells a thing from all others of its kind."""
        table = self.lexicon.descriptions.MARKS[entity.language]
        return Sentence(self._next(table["person" if entity.human else ""]), entity.id, ("mark",))

    def directory(self, entity: Entity) -> Sentence:
        return Sentence(self._next(self.lexicon.prose[entity.language].DIRECTORY), entity.id, ("extension",))

    def poster(self, entity: Entity, relations: Iterable[str]) -> list[Sentence]:
        """The title and the lines of a poster."""
        media = self.lexicon.media[entity.language]
        lines = [
            Sentence(self._next(wordings(media.POSTER, entity.kind, name)), entity.id, (name,)) for name in relations
        ]
        slogan = Sentence(self._next(media.SLOGANS))
        title = Sentence("{s}", entity.id)
        return [title, *lines, slogan] if self.rng.random() < 0.5 else [title, slogan, *lines]

    def speech(self, entity: Entity, relations: Iterable[str]) -> list[Sentence]:
        """What a loudspeaker says."""
        media = self.lexicon.media[entity.language]
        sentences = [Sentence(self._next(media.SPEECH_OPENERS))]
        for name in relations:
            template = self._next(wordings(media.SPEECH, entity.kind, name))
            sentences.append(Sentence(template, entity.id, (name,)))
        return sentences

    def _next(self, texts: Sequence[str]) -> str:
        key = tuple(texts)
        left = self._left.get(key)
        if not left:
            left = list(texts)
            self.rng.shuffle(left)
            self._left[key] = left
        return left.pop()


def varied(rng: random.Random, sentences: Iterable[Sentence]) -> list[Sentence]:
    """The same sentences, each with its values in one of several forms."""
    return [replace(one, manner=rng.randrange(MANNERS)) if one.relations else one for one in sentences]


def sayable(lexicon: Lexicon, entity: Entity, relation: str, form: str) -> bool:
    """Whether there is a wording for a fact on a poster or in a recording; in a text there always is."""
    media = lexicon.media[entity.language]
    table = media.POSTER if form == "poster" else media.SPEECH
    return form == "text" or bool(wordings(table, entity.kind, relation))
