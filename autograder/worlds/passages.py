"""Passages are planned here: which facts are said where, and which stand only in a picture, in a recording, or nowhere."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.worlds.facts import Maker, stream
from autograder.worlds.kinds import KINDS
from autograder.worlds.model import Entity, Key, PassagePlan, Plan, Sentence
from autograder.worlds.texts import PROSE, STATEMENTS, fillers, wordings
from autograder.worlds.values import Value

ON_POSTERS = ("ferry", "fair", "festival", "walk", "workshop", "inn", "bakery", "theatre")
POSTERS = {"en": 6, "he": 4}
SPEECHES = {"en": 7, "he": 0}
CHARTS = {"en": 2, "he": 1}
CHARTED = ("museum", "library", "theatre", "island")
UPDATES = {"en": ("text", "text", "speech", "poster"), "he": ("text", "text")}
CHANGING = ("starts", "departs", "price", "pier", "weekday", "closes", "opens", "rest", "head", "breakfast", "child", "day")
TOWN = {"en": 2, "he": 1}
PORTRAITS = {"en": 10, "he": 6}
TOGETHER = ("bridge", "lighthouse")
"""Kinds whose entities share one passage."""
MOST_SAID = 6


@dataclass
class Allocation:
    """Where facts are said: what `questions` chooses from.

    Args:
        text: facts that stand in a text, current.
        picture: facts that stand only in a poster. recording: only in a recording.
        charts: the charted entities. changed: facts with an outdated value in an earlier passage.
    """

    text: list[Key] = field(default_factory=list)
    picture: list[Key] = field(default_factory=list)
    recording: list[Key] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    changed: list[Key] = field(default_factory=list)


class PassageWriter:
    """Plans the passages of one world, one language after the other."""

    def __init__(self, plan: Plan, maker: Maker) -> None:
        self.plan, self.maker = plan, maker
        self.rng = stream(plan.seed, "passages")
        self.made: list[PassagePlan] = []
        self.where = Allocation()
        self._fillers: dict[tuple[str, str], list[str]] = {}

    def write(self) -> Allocation:
        for language in ("en", "he"):
            self._language(language)
        self.rng.shuffle(self.made)
        numbered = enumerate(self.made, start=1)
        self.plan.passages = [
            PassagePlan(f"p{number:03d}", *list(passage.__dict__.values())[1:]) for number, passage in numbered
        ]
        return self.where

    def _language(self, language: str) -> None:
        things = [e for e in self.plan.entities.values() if e.language == language and not e.human]
        shown = [e for e in things if e.kind in ON_POSTERS]
        self.rng.shuffle(shown)
        hidden: dict[str, set[str]] = {}
        for entity in self._take(shown, POSTERS[language]):
            hidden[entity.id] = self._poster(entity)
        for entity in self._take(shown, SPEECHES[language]):
            hidden[entity.id] = self._announcement(entity)
        charted = [e for e in things if e.kind in CHARTED]
        for entity in self.rng.sample(charted, CHARTS[language]):
            self._chart(entity)
        free = [e for e in things if e.id not in hidden and e.kind not in (*TOGETHER, "island", "school")]
        old: dict[str, str] = {}
        for form in UPDATES[language]:
            suited = [e for e in free if e.id not in old and (form == "text" or e.kind in ON_POSTERS)]
            entity = self.rng.choice(suited)
            old[entity.id] = self._update(entity, form)
        for entity in things:
            if entity.kind not in TOGETHER:
                self._profile(entity, hidden.get(entity.id, set()), old.get(entity.id, ""))
        self._together(things)
        self._people(language)
        for _ in range(TOWN[language]):
            lines = [Sentence(text) for text in self._filler(language, "town", self.rng.randint(4, 5))]
            self._add("text", language, "town", "", lines, first=-600, last=120)

    @staticmethod
    def _take(entities: list[Entity], count: int) -> list[Entity]:
        taken, entities[:count] = entities[:count], []
        return taken

    # One passage each.

    def _profile(self, entity: Entity, hidden: set[str], old: str) -> None:
        relations = [name for name in KINDS[entity.kind].relations if name not in hidden and name != old]
        self.rng.shuffle(relations)
        relations = relations[: MOST_SAID - bool(old)]
        self.where.text += [(entity.id, name) for name in relations]
        sentences = self._statements(entity, relations, old)
        for text in self._filler(entity.language, entity.kind, self.rng.randint(1, 2)):
            sentences.insert(self.rng.randint(1, len(sentences)), Sentence(text))
        dated = {"day", "deadline"} & set(KINDS[entity.kind].relations)  # "on 4 August" means this year's
        first = 1 if dated else -650
        self._add("text", entity.language, "text", entity.id, sentences, first=first, last=30, opener=0.4)

    def _together(self, things: list[Entity]) -> None:
        for kind in TOGETHER:
            same = [e for e in things if e.kind == kind]
            sentences: list[Sentence] = []
            for entity in same:
                relations = list(KINDS[kind].relations)
                self.rng.shuffle(relations)
                sentences += self._statements(entity, relations, "", forms=("full",))
                self.where.text += [(entity.id, name) for name in relations]
            language = same[0].language
            sentences.insert(len(sentences) // 2, Sentence(self._filler(language, kind, 1)[0]))
            self._add("text", language, "text", same[0].id, sentences, first=-650, last=30, opener=0.4)

    def _people(self, language: str) -> None:
        people = [e for e in self.plan.entities.values() if e.language == language and e.kind == "person"]
        people = self.rng.sample(people, PORTRAITS[language])
        while people:
            both = [people.pop() for _ in range(2 if len(people) > 1 and self.rng.random() < 0.3 else 1)]
            sentences: list[Sentence] = []
            for person in both:
                relations = self.rng.sample(list(KINDS["person"].relations), 3)
                self.where.text += [(person.id, name) for name in relations]
                sentences += self._statements(person, relations, "")
                sentences += [Sentence(self._filler(language, "person", 1)[0])]
            self._add("text", language, "person", both[0].id, sentences, first=-650, last=30)

    def _update(self, entity: Entity, form: str) -> str:
        """A later passage, by which a fact changes; the relation."""
        possible = [name for name in KINDS[entity.kind].relations if name in CHANGING and self._sayable(entity, name, form)]
        relation = self.rng.choice(possible)
        key = (entity.id, relation)
        others = {"people": self._heads(entity)} if relation == "head" else {}
        self.plan.state[entity.id, f"old {relation}"] = self.plan.state[key]
        while self.plan.state[key].data == self.plan.state[entity.id, f"old {relation}"].data:
            self.plan.state[key] = self.maker.value(entity.kind, relation, entity.language, **others)
        self.where.changed.append(key)
        if form == "poster":
            self._picture(entity, [relation], first=60)
        elif form == "speech":
            self._speech(entity, [relation], first=60)
        else:
            prose = PROSE[entity.language]
            sentences = self._statements(entity, [relation], "", forms=("full",))
            if self.rng.random() < 0.7:
                sentences.insert(0, Sentence(self.rng.choice(prose.CHANGED)))
            sentences += [Sentence(text) for text in self._filler(entity.language, entity.kind, 2)]
            self._add("text", entity.language, "update", entity.id, sentences, first=60, last=140)
        return relation

    def _heads(self, entity: Entity) -> list[Entity]:
        return [e for e in self.plan.entities.values() if e.kind == "person" and e.language == entity.language]

    def _sayable(self, entity: Entity, relation: str, form: str) -> bool:
        prose = PROSE[entity.language]
        if form == "poster":
            return relation in prose.POSTER
        return form == "text" or bool(wordings(prose.SPEECH, entity.kind, relation))

    def _poster(self, entity: Entity) -> set[str]:
        """A poster in the corpus; the relations that stand only there."""
        possible = [name for name in KINDS[entity.kind].relations if self._sayable(entity, name, "poster")]
        relations = self.rng.sample(possible, min(3, len(possible)))
        only = set(relations[:2])
        self.where.picture += [(entity.id, name) for name in relations[:2]]
        self._picture(entity, relations, first=40)
        return only

    def _picture(self, entity: Entity, relations: Sequence[str], first: int) -> None:
        sentences = poster_lines(entity, relations, self.rng)
        self._add("poster", entity.language, "poster", entity.id, sentences, first=first, last=140)

    def _announcement(self, entity: Entity) -> set[str]:
        possible = [name for name in KINDS[entity.kind].relations if self._sayable(entity, name, "speech")]
        relations = self.rng.sample(possible, min(2, len(possible)))
        self.where.recording += [(entity.id, name) for name in relations]
        self._speech(entity, relations, first=40)
        return set(relations)

    def _speech(self, entity: Entity, relations: Iterable[str], first: int) -> None:
        prose = PROSE[entity.language]
        sentences = [Sentence(self.rng.choice(prose.SPEECH_OPENERS))]
        for name in relations:
            template = self.rng.choice(wordings(prose.SPEECH, entity.kind, name))
            sentences.append(Sentence(template, entity.id, (name,)))
        self._add("speech", entity.language, "speech", entity.id, sentences, first=first, last=140)

    def _chart(self, entity: Entity) -> None:
        prose = PROSE[entity.language]
        first = self.rng.randint(1, 7)
        months = range(first, first + 5)
        counts = self.rng.sample(range(150, 990, 10), len(months))
        for month, count in zip(months, counts, strict=True):
            self.plan.state[entity.id, f"visitors:{month}"] = Value("count", count)
        self.where.charts.append(entity.id)
        sentences = [
            Sentence(self.rng.choice(prose.CHART_TITLES), entity.id),
            Sentence("", entity.id, tuple(f"visitors:{month}" for month in months)),
        ]
        self._add("chart", entity.language, "chart", entity.id, sentences, first=-60, last=120)

    # Sentences.

    def _statements(
        self, entity: Entity, relations: Sequence[str], old: str, forms: tuple[str, ...] = ("full", "short", "pronoun")
    ) -> list[Sentence]:
        """One sentence for each relation, or for two of them, the outdated one among them."""
        table = STATEMENTS[entity.language]
        left, sentences = list(relations), []
        if old:
            left.insert(self.rng.randint(0, len(left)), f"old {old}")
        while left:
            name = left.pop(0)
            said: tuple[str, ...] = (name,)
            pairs = [other for other in left if wordings(table, entity.kind, f"{name}+{other}")]
            if pairs and self.rng.random() < 0.6:
                said = (name, pairs[0])
                left.remove(pairs[0])
            bare = tuple(relation.removeprefix("old ") for relation in said)
            template = self._template(wordings(table, entity.kind, "+".join(bare)))
            form = "full" if not sentences else self.rng.choice(forms)
            if form == "pronoun" and not template.startswith("{s} "):
                form = "short"
            sentences.append(Sentence(template, entity.id, bare, form, old=name.startswith("old ")))
        return sentences

    def _template(self, templates: list[str]) -> str:
        return self.rng.choice(templates)

    def _filler(self, language: str, kind: str, count: int) -> list[str]:
        """Sentences without facts; all of a kind are used before one comes again."""
        chosen: list[str] = []
        for _ in range(count):
            left = self._fillers.setdefault((language, kind), [])
            if not left:
                left += fillers(language, kind)
                self.rng.shuffle(left)
            fresh = [text for text in left if text not in chosen] or left
            chosen.append(fresh[0])
            left.remove(fresh[0])
        return chosen

    def _add(
        self, form: str, language: str, titles: str, subject: str, sentences: Sequence[Sentence], first: int, last: int,
        opener: float = 0.0,
    ) -> None:  # fmt: skip
        prose = PROSE[language]
        if self.rng.random() < opener:
            sentences = [Sentence(self.rng.choice(prose.OPENERS)), *sentences]
        date = datetime.date(self.plan.year, 1, 1) + datetime.timedelta(days=self.rng.randint(first, last))
        title = self.rng.choice(prose.TITLES[titles])
        heading = Sentence(title, subject if "s}" in title else "")
        unit = prose.CHART_UNIT if form == "chart" else ""
        self.made.append(
            PassagePlan("", language, date.isoformat(), heading, tuple(sentences), form, self.rng.randrange(1000), unit)
        )


def poster_lines(entity: Entity, relations: Iterable[str], rng: random.Random) -> list[Sentence]:
    """The title and the lines of a poster."""
    prose = PROSE[entity.language]
    sentences = [Sentence("{s}", entity.id)]
    sentences += [Sentence(prose.POSTER[name], entity.id, (name,)) for name in relations]
    slogan = Sentence(rng.choice(prose.SLOGANS))
    return [*sentences, slogan] if rng.random() < 0.5 else [sentences[0], slogan, *sentences[1:]]
