"""What all questions share: choosing facts that were not asked yet, and putting a question into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from autograder.worlds.describing import description, ways_to_describe
from autograder.worlds.entities import Entity
from autograder.worlds.facts import Maker, stream
from autograder.worlds.kinds import KINDS, ROLES
from autograder.worlds.model import Key, PassagePlan, Plan, QuestionPlan, Sentence
from autograder.worlds.passages import Allocation
from autograder.worlds.phrasing import fill, render
from autograder.worlds.profiles import PROFILES
from autograder.worlds.sentences import SentenceChooser, sayable
from autograder.worlds.texts import LEXICONS, wordings

LONG = 15
"""Sentences of a long document."""
PREFACED = 0.2
"""How often a written question begins with a sentence that says nothing."""


class Asker:
    """Collects the questions of one world."""

    def __init__(self, plan: Plan, maker: Maker, where: Allocation) -> None:
        self.plan, self.maker, self.where = plan, maker, where
        self.lexicon = LEXICONS[plan.wording]
        self.profile = PROFILES[plan.profile]
        self.rng = stream(plan.seed, "questions")
        self.sentences = SentenceChooser(self.rng, self.lexicon)
        self.said = {key for passage in plan.passages for key in passage.facts()}
        self.together = [set(passage.facts()) for passage in plan.passages] if self.profile.marks else []
        long = [passage for passage in plan.passages if len(passage.sentences) >= LONG]
        self.long = {key for passage in long for key in passage.facts()} if self.profile.rounds["en"] else set()
        self.made: list[QuestionPlan] = []
        self._asked: set[Key] = set()
        self._about: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()

    def add(self, type_: str, language: str, text: str, about: Sequence[str], **more: Any) -> None:
        """One more question; ``more``: the other fields of its plan."""
        plan = QuestionPlan("", type_, language, text, about=tuple(about), voice=self.rng.randrange(1000))
        self.made.append(replace(plan, **more))

    def simple(self, type_: str, language: str, key: Key, spoken: bool = False) -> None:
        """A question for one fact; none of type unanswerable has an answer."""
        entity = self.plan.entities[key[0]]
        templates = wordings(self.lexicon.questions[language].QUESTIONS, entity.kind, key[1])
        text, described = self.about(type_ if not spoken else "spoken", templates, language, entity, key)
        if spoken:  # who begins with a greeting is understood from the first word of the question
            text = f"{self.rng.choice(self.lexicon.questions[language].GREETINGS)} {text}"
        elif self.rng.random() < PREFACED:
            text = f"{self.rng.choice(self.lexicon.questions[language].PREFACES)} {text}"
        elif type_ == "fresh" and self.rng.random() < 0.3:
            text = f"{self.rng.choice(self.lexicon.questions[language].NOW)} {text[:1].lower()}{text[1:]}"
        answer = None if type_ == "unanswerable" else key
        self.add(type_, language, text, [entity.id], answer=answer, spoken=spoken, described=described)

    def chosen(self, keys: Sequence[Key], count: int, without: Sequence[str] = (), human: bool = True) -> list[Key]:
        """Facts not asked yet, of different subjects, kinds and relations as far as there are enough."""
        left = [key for key in keys if key not in self._asked and key[1] not in without]
        left = [key for key in left if human or not self.plan.entities[key[0]].human]
        self.rng.shuffle(left)
        chosen: list[Key] = []
        while left and len(chosen) < count:
            key = min(left, key=self._worn)
            left.remove(key)
            chosen.append(key)
            self._asked.add(key)
            self._about[key[0]] += 1
            self._kinds[f"{self.kind(key)}.{key[1]}"] += 1
            self._kinds[self.kind(key)] += 1
        return chosen

    def _worn(self, key: Key) -> tuple[int, int, int]:
        kind = self.kind(key)
        return self._about[key[0]], self._kinds[f"{kind}.{key[1]}"], self._kinds[kind]

    def about(
        self, type_: str, templates: Sequence[str], language: str, entity: Entity, asked: Key | None
    ) -> tuple[str, tuple[Key, ...]]:
        """One of the templates about an entity, by its name, or (as often as the profile says) described.

        Returns:
            The text, and the facts that describe; none if it is named.
        """
        ways = ways_to_describe(entity, self.plan, self.said, asked) if self.describes(type_) else []
        if not ways:
            return self.phrase(self.rng.choice(templates), language, entity), ()
        near = [key for key in ways if asked and any({key, asked} <= facts for facts in self.together)]
        key = self.rng.choice(near or ways)
        return self.told(templates, language, entity, key), (key,)

    def describes(self, type_: str) -> bool:
        """Whether the next question of a type is to describe; a matter of chance."""
        often = self.profile.described.get(type_, 0.0)
        return bool(often) and self.rng.random() < often

    def told(self, templates: Sequence[str], language: str, entity: Entity, key: Key) -> str:
        """One of the templates about an entity that is described by a fact."""
        template = self.rng.choice([text for text in templates if "{s}'s" not in text] or list(templates))
        words = description(entity, key, self.plan, language, self.rng)
        articles = frozenset({"s"}) if words.startswith("ה") else frozenset()
        template = template.replace("{t}", ROLES[language].get(entity.kind, ""))
        return fill(template, {"s": words}, {"s": entity.gender}, articles)

    def phrase(self, template: str, language: str, entity: Entity) -> str:
        """A template about an entity by its full name."""
        return render(Sentence(template, entity.id), language, self.plan, {}, ROLES[language])

    def deictic(self, template: str, language: str, entity: Entity) -> str:
        """A template about what a picture shows: "the walk on this poster"."""
        pointing = fill(
            self.rng.choice(self.lexicon.questions[language].DEIXIS),
            {"n": entity.noun.text(language)},
            {"s": entity.gender},
            frozenset(),
        )
        template = template.replace("{t}", ROLES[language][entity.kind])
        return fill(template, {"s": pointing[:1].lower() + pointing[1:]}, {"s": entity.gender}, frozenset({"s"}))

    def picture(self, entity: Entity, without: str) -> PassagePlan:
        """A poster for a question to carry: the name of an entity, and perhaps one fact that a text states too."""
        shown = [
            name
            for name in KINDS[entity.kind].relations
            if sayable(self.lexicon, entity, name, "poster") and name != without
        ]
        shown = [name for name in shown if (entity.id, name) in self.where.text]
        lines = self.sentences.poster(entity, self.rng.sample(shown, min(1, len(shown))))
        return PassagePlan("", entity.language, "", Sentence(""), tuple(lines), "poster", self.rng.randrange(1000))

    def kind(self, key: Key) -> str:
        return self.plan.entities[key[0]].kind

    def things(self, language: str) -> list[Entity]:
        """The entities of a language that some passage is about."""
        there = {name for passage in self.plan.passages for name in passage.subjects()}
        return [e for e in self.plan.entities.values() if e.language == language and e.id in there]

    def of(self, language: str, keys: Sequence[Key]) -> list[Key]:
        return [key for key in keys if self.plan.entities[key[0]].language == language]

    def named(self, keys: Sequence[Key]) -> list[Key]:
        """The facts whose subject is named in the text of every passage that states them, and not in its title only."""
        nameless: set[Key] = set()
        for passage in self.plan.passages:
            full = {sentence.subject for sentence in passage.sentences if sentence.form == "full"}
            nameless |= {key for key in passage.facts() if key[0] not in full}
        return [key for key in keys if key not in nameless]

    def texts(self, language: str) -> list[Key]:
        """The facts that stand in texts."""
        return self.of(language, self.where.text)
