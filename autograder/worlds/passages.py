"""Passages are planned here: which facts are said where, and which stand only in a picture, in a recording, or nowhere."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from autograder.worlds.entities import Entity
from autograder.worlds.facts import Maker, stream
from autograder.worlds.kinds import KINDS
from autograder.worlds.model import Key, PassagePlan, Plan, Sentence
from autograder.worlds.profiles import PROFILES
from autograder.worlds.sentences import SentenceChooser, sayable, varied
from autograder.worlds.texts import LEXICONS
from autograder.worlds.values import Value

AUDIBLE = ("ferry", "fair", "festival", "walk", "workshop", "theatre")
"""Kinds whose English names a speech recogniser mostly gets right."""
ON_POSTERS = ("ferry", "fair", "festival", "walk", "workshop", "inn", "bakery", "theatre")
POSTERS = {"en": 6, "he": 4}
SPEECHES = {"en": 7, "he": 0}
CHARTS = {"en": 2, "he": 1}
CHARTED = ("museum", "library", "theatre", "island")
CHANGING = (
    "starts",
    "departs",
    "price",
    "pier",
    "weekday",
    "closes",
    "opens",
    "rest",
    "head",
    "breakfast",
    "child",
    "day",
)
BARS = 5
TOURS = {"en": 3, "he": 2}
TOWN = {"en": 1, "he": 1}
PORTRAITS = {"en": 7, "he": 5}
IN_DIRECTORY = {"en": 4, "he": 3}
TOGETHER = ("bridge", "lighthouse")
"""Kinds whose entities share one passage."""
MOST_SAID = 6
LONG_AGO, LATELY, NOW = (-650, 30), (40, 140), (60, 140)
"""When texts, media and changes are published: days from the first of January of the world's year."""


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
        self.profile = PROFILES[plan.profile]
        self.lexicon = LEXICONS[plan.wording]
        self.choose = SentenceChooser(self.rng, self.lexicon)
        self.made: list[PassagePlan] = []
        self.where = Allocation()
        self._elsewhere: dict[str, set[str]] = {}
        self._old: dict[str, str] = {}
        self._toured: set[str] = set()

    def write(self) -> Allocation:
        """Plan all passages; what stands where is returned."""
        for language in ("en", "he"):
            self._language(language)
        self.rng.shuffle(self.made)
        self.plan.passages = [replace(p, id=f"p{number:03d}") for number, p in enumerate(self.made, start=1)]
        return self.where

    def _language(self, language: str) -> None:
        things = [e for e in self.plan.entities.values() if e.language == language and not e.human]
        self._elsewhere_first(language, things)
        for entity in things:
            if entity.kind not in TOGETHER:
                self._profile(entity)
        for kind in TOGETHER:
            self._together([e for e in things if e.kind == kind])
        self._people(language)
        self._town(language)

    def _elsewhere_first(self, language: str, things: list[Entity]) -> None:
        """What stands in pictures, recordings, updates and tours, so that the rest goes without it."""
        for entity in self.rng.sample([e for e in things if e.kind in AUDIBLE], SPEECHES[language]):
            self._announcement(entity)
        shown = [e for e in things if e.kind in ON_POSTERS and e.id not in self._elsewhere]
        for entity in self.rng.sample(shown, POSTERS[language]):
            self._poster(entity)
        for entity in self.rng.sample([e for e in things if e.kind in CHARTED], CHARTS[language]):
            self._chart(entity)
        for form in self.profile.updates[language]:
            free = [e for e in things if e.id not in self._elsewhere and e.kind not in (*TOGETHER, "island", "school")]
            kinds = {"text": tuple(KINDS), "poster": ON_POSTERS, "speech": AUDIBLE}[form]
            self._update(self.rng.choice([e for e in free if e.kind in kinds]), form)
        for _ in range(TOURS[language]):
            self._tour([e for e in things if KINDS[e.kind].group == "house" and e.id not in self._toured])

    def _town(self, language: str) -> None:
        for _ in range(TOWN[language]):
            self._add(
                "text", language, "town", "", self.choose.fillers(language, "town", self.rng.randint(4, 5)), LONG_AGO
            )

    # One passage each.

    def _profile(self, entity: Entity) -> None:
        elsewhere, old = self._elsewhere.get(entity.id, set()), self._old.get(entity.id, "")
        relations = [name for name in KINDS[entity.kind].relations if name not in elsewhere]
        relations = self.rng.sample(relations, min(len(relations), MOST_SAID - bool(old)))
        self.where.text += [(entity.id, name) for name in relations]
        sentences = self.choose.statements(entity, relations, old)
        fillers = self.choose.fillers(entity.language, entity.kind, self.rng.randint(1, 2))
        dated = {"day", "deadline"} & set(KINDS[entity.kind].relations)  # "on 4 August" means this year's
        when = (1, LONG_AGO[1]) if dated else LONG_AGO
        group = KINDS[entity.kind].group
        self._add("text", entity.language, group, entity.id, self.choose.mixed(sentences, fillers), when, opener=0.4)

    def _together(self, same: list[Entity]) -> None:
        sentences: list[Sentence] = []
        for entity in same:
            relations = list(KINDS[entity.kind].relations)
            self.rng.shuffle(relations)
            sentences += self.choose.statements(entity, relations, forms=("full",))
            self.where.text += [(entity.id, name) for name in relations]
        first = same[0]
        fillers = self.choose.fillers(first.language, first.kind, 1)
        mixed = self.choose.mixed(sentences, fillers)
        self._add("text", first.language, "landmark", first.id, mixed, LONG_AGO, opener=0.3)

    def _tour(self, free: list[Entity]) -> None:
        """One fact of each of three houses, which stands nowhere else."""
        entities = self.rng.sample(free, 3)
        language = entities[0].language
        sentences = [self.choose.tour(language, "first")]
        for number, entity in enumerate(entities):
            elsewhere = self._elsewhere.setdefault(entity.id, set())
            relation = self.rng.choice([name for name in KINDS[entity.kind].relations if name not in elsewhere])
            elsewhere.add(relation)
            self._toured.add(entity.id)
            self.where.text.append((entity.id, relation))
            if number:
                sentences.append(self.choose.tour(language, "between"))
            sentences += self.choose.statements(entity, [relation])
        sentences.append(self.choose.tour(language, "last"))
        self._add("text", language, "tour", "", sentences, LONG_AGO)

    def _people(self, language: str) -> None:
        people = [e for e in self.plan.entities.values() if e.language == language and e.kind == "person"]
        self.rng.shuffle(people)
        listed, portrayed = people[: IN_DIRECTORY[language]], people[2 : 2 + PORTRAITS[language]]
        sentences = [self.choose.prose(language, "DIRECTORY_FIRST"), *(self.choose.directory(e) for e in listed)]
        self.where.text += [(person.id, "extension") for person in listed]
        self._add("text", language, "directory", "", sentences, LONG_AGO)
        while portrayed:
            both = [portrayed.pop() for _ in range(2 if len(portrayed) > 1 and self.rng.random() < 0.3 else 1)]
            sentences = []
            for person in both:
                left = [name for name in KINDS["person"].relations if (person.id, name) not in self.where.text]
                relations = self.rng.sample(left, 3)
                self.where.text += [(person.id, name) for name in relations]
                own = self.choose.statements(person, relations)
                sentences += self.choose.mixed(own, self.choose.fillers(language, "person", 1))
            self._add("text", language, "person", both[0].id, sentences, LONG_AGO)

    def _update(self, entity: Entity, form: str) -> None:
        """A later passage, by which a fact changes; the profile keeps what held before."""
        possible = [r for r in KINDS[entity.kind].relations if r in CHANGING and sayable(self.lexicon, entity, r, form)]
        relation = self.rng.choice(possible)
        key, old = (entity.id, relation), (entity.id, f"old {relation}")
        self.plan.state[old] = self.plan.state[key]
        while self.plan.state[key].data == self.plan.state[old].data:
            self.plan.state[key] = self.maker.value(entity.kind, relation, entity.language)
        self.where.changed.append(key)
        self._old[entity.id] = relation
        self._elsewhere[entity.id] = {relation}
        if form == "poster":
            self._add("poster", entity.language, "poster", entity.id, self.choose.poster(entity, [relation]), NOW)
        elif form == "speech":
            self._add("speech", entity.language, "speech", entity.id, self.choose.speech(entity, [relation]), NOW)
        else:
            sentences = self.choose.statements(entity, [relation])
            if self.profile.marks and self.rng.random() < 0.5:  # the title has the name
                sentences = [replace(one, form="marked") for one in sentences]
            if self.rng.random() < 0.7:
                sentences.insert(0, self.choose.prose(entity.language, "CHANGED"))
            sentences += self.choose.fillers(entity.language, entity.kind, 2)
            self._add("text", entity.language, "update", entity.id, sentences, NOW)

    def _poster(self, entity: Entity) -> None:
        """A poster: two facts that stand only there, and perhaps one that a text has too."""
        possible = [name for name in KINDS[entity.kind].relations if sayable(self.lexicon, entity, name, "poster")]
        relations = self.rng.sample(possible, min(3, len(possible)))
        self._elsewhere[entity.id] = set(relations[:2])
        self.where.picture += [(entity.id, name) for name in relations[:2]]
        sentences = self.choose.poster(entity, self.rng.sample(relations, len(relations)))
        self._add("poster", entity.language, "poster", entity.id, sentences, LATELY)

    def _announcement(self, entity: Entity) -> None:
        possible = [name for name in KINDS[entity.kind].relations if sayable(self.lexicon, entity, name, "speech")]
        relations = self.rng.sample(possible, min(2, len(possible)))
        self._elsewhere[entity.id] = set(relations)
        self.where.recording += [(entity.id, name) for name in relations]
        self._add("speech", entity.language, "speech", entity.id, self.choose.speech(entity, relations), LATELY)

    def _chart(self, entity: Entity) -> None:
        prose = self.lexicon.prose[entity.language]
        first = self.rng.randint(1, 8)
        months = range(first, first + BARS)
        counts = self.rng.sample(range(150, 990, 10), len(months))
        for month, count in zip(months, counts, strict=True):
            self.plan.state[entity.id, f"visitors:{month}"] = Value("count", count)
        self.where.charts.append(entity.id)
        sentences = [
            Sentence(self.rng.choice(prose.CHART_TITLES), entity.id),
            Sentence("", entity.id, tuple(f"visitors:{month}" for month in months)),
        ]
        self._add("chart", entity.language, "chart", entity.id, sentences, LATELY)

    def _add(
        self,
        form: str,
        language: str,
        titles: str,
        subject: str,
        sentences: Sequence[Sentence],
        when: tuple[int, int],
        opener: float = 0.0,
        title: str = "",
    ) -> None:
        """One more passage.

        Args:
            titles: the key of the titles to choose from, if there is no ``title``.
            opener: how often it begins with a sentence on where it comes from.
        """
        prose = self.lexicon.prose[language]
        if self.rng.random() < opener:
            sentences = [self.choose.prose(language, "OPENERS"), *sentences]
        if self.profile.forms and form == "text":
            sentences = varied(self.rng, sentences)
        date = datetime.date(self.plan.year, 1, 1) + datetime.timedelta(days=self.rng.randint(*when))
        title = title or self.rng.choice(prose.TITLES[titles])
        heading = Sentence(title, subject if "s}" in title else "")
        unit = prose.CHART_UNIT if form == "chart" else ""
        style = self.rng.randrange(1000)
        self.made.append(PassagePlan("", language, date.isoformat(), heading, tuple(sentences), form, style, unit))
