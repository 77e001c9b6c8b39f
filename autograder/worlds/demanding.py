"""Passages of a demanding world: many things alike, told in two passages each, in editions of earlier years, and in long documents."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from autograder.worlds.entities import Entity
from autograder.worlds.kinds import KINDS
from autograder.worlds.model import PassagePlan, Sentence
from autograder.worlds.passages import CHANGING, LONG_AGO, TOGETHER, PassageWriter

IN_ONE = 3
"""Facts of a thing that a passage has at most, beside its mark."""
TITLE_ONLY = 0.4
"""How often only the title has the name."""
BY_MARK = 0.6
"""How often a sentence calls a thing by its mark where another one has named it."""
STOPS = 8
"""Things of which a long document tells."""
LISTED = {"en": (8, 8, 8), "he": (8, 8)}
"""How many people each directory lists."""
PORTRAYED = 0.4
"""Share of the people of whom a passage tells."""
EARLIER = (330, 1000)
"""By how many days an edition is older."""
LASTING = ("day", "deadline")
"""What changes, and is of its year only."""


class DemandingWriter(PassageWriter):
    """Plans the passages of a world in which nothing is found by its name alone (see `profiles`)."""

    def _language(self, language: str) -> None:
        things = [e for e in self.plan.entities.values() if e.language == language and not e.human]
        self._elsewhere_first(language, things)
        for _ in range(self.profile.rounds[language]):
            self._round([e for e in things if e.kind not in TOGETHER and e.id not in self._toured | self._old.keys()])
        for entity in things:
            if entity.kind not in TOGETHER:
                self._profile(entity)
        for kind in TOGETHER:
            same = [e for e in things if e.kind == kind]
            for first in range(0, len(same), 2):
                self._together(same[first : first + 2])
        self._people(language)
        self._town(language)

    def _profile(self, entity: Entity) -> None:
        """Two passages: one with the mark, the other with other facts; perhaps the first as it was in an earlier year."""
        elsewhere, old = self._elsewhere.get(entity.id, set()), self._old.get(entity.id, "")
        relations = [name for name in KINDS[entity.kind].relations if name not in elsewhere]
        self.rng.shuffle(relations)
        split = min(IN_ONE - bool(old), (len(relations) + 1) // 2)
        here, there = relations[:split], relations[split : split + IN_ONE]
        self.where.text += [(entity.id, name) for name in (*here, *there)]
        dated = {"day", "deadline"} & set(KINDS[entity.kind].relations)
        when = (1, LONG_AGO[1]) if dated else LONG_AGO
        told = self.choose.statements(entity, here, old)
        told.insert(self.rng.randint(0, len(told)), self._marked(entity))
        title = self.rng.choice(self.lexicon.prose[entity.language].TITLES[KINDS[entity.kind].group])
        self._told(entity, told, title, when)
        if not old and self.rng.random() < self.profile.editions:
            self._edition(entity, self.made[-1])
        if there:
            told = self.choose.statements(entity, there)
            self._told(entity, told, self.rng.choice(self.lexicon.descriptions.NOTES[entity.language]), when)

    def _told(self, entity: Entity, sentences: Sequence[Sentence], title: str, when: tuple[int, int]) -> None:
        """A passage on one thing; its first sentence has the name, or only the title has."""
        form = "short" if "{s}" in title and self.rng.random() < TITLE_ONLY else "full"
        first = form if form == "full" or self.rng.random() > BY_MARK else "marked"
        if "mark" in sentences[0].relations and first == "marked":
            first = "short"
        named = [replace(sentences[0], form=first)]
        for sentence in sentences[1:]:
            by_mark = "mark" not in sentence.relations and self.rng.random() < BY_MARK
            named.append(replace(sentence, form="marked") if by_mark else sentence)
        fillers = self.choose.fillers(entity.language, entity.kind, 1)
        self._add("text", entity.language, "", entity.id, self.choose.mixed(named, fillers), when, title=title)

    def _marked(self, entity: Entity, form: str = "short") -> Sentence:
        return replace(self.choose.mark(entity), form=form)

    def _edition(self, entity: Entity, latest: PassagePlan) -> None:
        """The same passage as it was: what changes had other values, and what is of one year only was not said."""
        sentences: list[Sentence] = []
        for sentence in latest.sentences:
            changing = [name in CHANGING for name in sentence.relations]
            if not any(changing):
                sentences.append(sentence)
            elif all(changing) and not set(sentence.relations) & set(LASTING):
                sentences.append(replace(sentence, old=True))
        earlier = [key for sentence in sentences for key in sentence.facts() if key[1].startswith("old ")]
        if not earlier:
            return
        for old in earlier:
            key = (entity.id, old[1].removeprefix("old "))
            self.plan.state[old] = self.plan.state[key]
            while self.plan.state[old].data == self.plan.state[key].data:
                self.plan.state[old] = self.maker.value(entity.kind, key[1], entity.language)
        date = datetime.date.fromisoformat(latest.date) - datetime.timedelta(days=self.rng.randint(*EARLIER))
        title = self.rng.choice(self.lexicon.descriptions.EDITIONS[entity.language]).replace("{year}", str(date.year))
        first, *rest = (one for one in sentences if one.subject or one.template)
        named = (replace(first, form="full") if first.subject else first, *rest)
        self.made.append(replace(latest, date=date.isoformat(), heading=Sentence(title, entity.id), sentences=named))

    def _together(self, same: list[Entity]) -> None:
        sentences: list[Sentence] = []
        for entity in same:
            relations = list(KINDS[entity.kind].relations)
            self.rng.shuffle(relations)
            self.where.text += [(entity.id, name) for name in relations]
            sentences += [*self.choose.statements(entity, relations, forms=("full",)), self._marked(entity, "full")]
        first = same[0]
        fillers = self.choose.fillers(first.language, first.kind, 1)
        mixed = self.choose.mixed(sentences, fillers)
        self._add("text", first.language, "landmark", first.id, mixed, LONG_AGO, opener=0.3)

    def _round(self, free: list[Entity]) -> None:
        """A long document: one fact each of several things, which stands nowhere else, and much around it."""
        entities = self.rng.sample(free, STOPS)
        language = entities[0].language
        sentences = [self.choose.tour(language, "first")]
        for number, entity in enumerate(entities):
            elsewhere = self._elsewhere.setdefault(entity.id, set())
            left = [name for name in KINDS[entity.kind].relations if name not in elsewhere and name not in LASTING]
            relation = self.rng.choice(left)
            elsewhere.add(relation)
            self._toured.add(entity.id)
            self.where.text.append((entity.id, relation))
            if number:
                sentences.append(self.choose.tour(language, "between"))
            form = "marked" if self.rng.random() < BY_MARK else "full"
            sentences += [replace(one, form=form) for one in self.choose.statements(entity, [relation])]
            sentences += self.choose.fillers(language, entity.kind, 1)
        sentences.append(self.choose.tour(language, "last"))
        title = self.rng.choice(self.lexicon.descriptions.ROUNDS[language])
        self._add("text", language, "", "", sentences, LONG_AGO, title=title)

    def _people(self, language: str) -> None:
        people = [e for e in self.plan.entities.values() if e.language == language and e.kind == "person"]
        self.rng.shuffle(people)
        left = list(people)
        for count in LISTED[language]:
            listed, left = left[:count], left[count:]
            first = self.choose.prose(language, "DIRECTORY_FIRST")
            self.where.text += [(person.id, "extension") for person in listed]
            entries = [self.choose.directory(person) for person in listed]
            self._add("text", language, "directory", "", [first, *entries], LONG_AGO)
        for person in self.rng.sample(people, round(PORTRAYED * len(people))):
            relations = [name for name in KINDS["person"].relations if (person.id, name) not in self.where.text]
            relations = self.rng.sample(relations, min(IN_ONE, len(relations)))
            self.where.text += [(person.id, name) for name in relations]
            told = self.choose.statements(person, relations)
            told.insert(self.rng.randint(0, len(told)), self._marked(person))
            self._told(person, told, self.rng.choice(self.lexicon.prose[language].TITLES["person"]), LONG_AGO)
