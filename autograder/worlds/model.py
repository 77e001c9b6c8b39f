"""What a world is before it is written down: facts, and plans of passages and questions.

Plans refer to facts by key, never to their values: the same plan rendered with other facts gives the edited passage.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.worlds.entities import Entity
from autograder.worlds.name_maker import Name
from autograder.worlds.values import Value, Writing

Key = tuple[str, str]
"""A fact: the subject's id and the relation ("ferry2", "departs")."""
State = Mapping[Key, Value]
"""The facts. The key (subject, "old departs") holds what an earlier passage said."""


@dataclass(frozen=True)
class Sentence:
    """A template and what it is about; filled in when it is rendered.

    Args:
        template: see `wording.fill`.
        subject: id of the entity, or "".
        relations: those that the template states, in the order of its slots {v}, {w}.
        form: "full", "short", "pronoun" or "marked": by its mark in place of its name.
        old: whether it states the outdated value.
        manner: which of several forms its values are written in, see `values.written`; 0: always the same.
    """

    template: str
    subject: str = ""
    relations: tuple[str, ...] = ()
    form: str = "full"
    old: bool = False
    manner: int = 0

    def facts(self) -> list[Key]:
        """The facts that it states, in the order of its slots; last the mark, if that is how it calls its subject."""
        keys = [(self.subject, f"old {name}" if self.old else name) for name in self.relations]
        return [*keys, (self.subject, "mark")] if self.form == "marked" else keys


@dataclass(frozen=True)
class PassagePlan:
    """One passage.

    Args:
        form: "text", "poster", "chart" or "speech".
        heading: the title, as a sentence.
        style: which of several looks or voices.
        unit: of a chart's bars, which are the relations of its last sentence.
    """

    id: str
    language: str
    date: str
    heading: Sentence
    sentences: tuple[Sentence, ...]
    form: str = "text"
    style: int = 0
    unit: str = ""

    @property
    def kind(self) -> str:
        return {"text": "text", "speech": "audio"}.get(self.form, "image")

    def facts(self) -> tuple[Key, ...]:
        return self._facts

    def subjects(self) -> frozenset[str]:
        return self._subjects

    # Each question looks at every passage for them, in the world and in its variants.

    @functools.cached_property
    def _facts(self) -> tuple[Key, ...]:
        return tuple(key for sentence in self.sentences for key in sentence.facts())

    @functools.cached_property
    def _subjects(self) -> frozenset[str]:
        return frozenset(sentence.subject for sentence in (self.heading, *self.sentences) if sentence.subject)


@dataclass(frozen=True)
class QuestionPlan:
    """One question.

    Args:
        answer: the fact that answers it; for a comparison one of `among`; none if nothing does.
        through: of a two-hop question, the fact whose value is the subject of the answer's relation.
        among: of a comparison, the facts compared; `best` is max or min.
        about: ids of entities that the question is about, for the relevance of passages.
        picture: a plan of the picture that the query carries.
        spoken: whether the text is spoken rather than written.
        described: the facts by which the text tells of things that it does not name.
    """

    id: str
    type: str
    language: str
    text: str
    answer: Key | None = None
    through: Key | None = None
    among: tuple[Key, ...] = ()
    best: str = ""
    about: tuple[str, ...] = ()
    picture: PassagePlan | None = None
    spoken: bool = False
    voice: int = 0
    described: tuple[Key, ...] = ()


@dataclass
class Plan:
    """A whole world, not yet rendered.

    Args:
        wording: in which of `texts.LEXICONS` it is told and asked.
        profile: how much of it there is, and how it is asked about: a key of `profiles.PROFILES`.
    """

    seed: str
    place: Name
    year: int
    writing: Writing
    state: dict[Key, Value]
    wording: str = "public"
    profile: str = "plain"
    passages: list[PassagePlan] = field(default_factory=list)
    questions: list[QuestionPlan] = field(default_factory=list)

    @property
    def entities(self) -> Mapping[str, Entity]:
        return self.writing.entities
