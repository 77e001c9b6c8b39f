"""Entities and their facts, drawn by chance: everything that is true in a world before anybody has written it down."""

from __future__ import annotations

import datetime
import hashlib
import random
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from autograder.worlds.entities import Entity
from autograder.worlds.kinds import KINDS, Draw
from autograder.worlds.lexicon.marks import PATRONS
from autograder.worlds.lexicon.words import (
    BAKED,
    COOKED,
    CURRENCIES,
    FLAVOURS,
    HOBBIES,
    MATERIALS,
    OBJECTS,
    PRODUCTS,
    rows,
)
from autograder.worlds.model import Key, Plan
from autograder.worlds.name_maker import Name, NameMaker
from autograder.worlds.profiles import PROFILES
from autograder.worlds.values import Value, Writing

HOUSES = [name for name, kind in KINDS.items() if kind.group == "house"]
STREETS = [("Street", "רחוב"), ("Lane", "סמטת"), ("Square", "כיכר"), ("Avenue", "שדרת"), ("Hill", "גבעת")]


def stream(seed: str, stage: str) -> random.Random:
    """A source of chance for one stage of one world, the same on every machine."""
    return random.Random(int.from_bytes(hashlib.sha256(f"{seed}\0{stage}".encode()).digest(), "big"))


class Maker:
    """Makes entities and values that differ from all that it made before.

    Args:
        seed: of the world.
        avoid: names that must not occur (see `names.NameMaker`).
        profile: a key of `profiles.PROFILES`.

    >>> maker = Maker("a seed")
    >>> maker.entity("museum", "en").kind, Maker("a seed").entity("museum", "en") == maker.entities["museum1"]
    ('museum', True)

    Attributes:
        real: ids of the entities that there are; later ones are doubles, or invented for a question.
    """

    def __init__(self, seed: str, avoid: Collection[str] = (), profile: str = "plain") -> None:
        self.rng = stream(seed, "facts")
        self.profile = PROFILES[profile]
        self.names = NameMaker(stream(seed, "names"), avoid)
        self.year = self.rng.randrange(2031, 2058)
        self.entities: dict[str, Entity] = {}
        self.real: list[str] = []
        self._used: set[tuple[str, Any]] = set()
        self._pools: dict[str, list[Name]] = {"place": [], "pair": []}
        self._kinds_of: dict[str, set[str]] = {}
        self._patrons: dict[str, list[list[str]]] = {}
        self._draws: dict[str, Callable[[Draw, str], Value]] = {
            "time": self._time,
            "price": self._price,
            "count": self._count,
            "kilometres": self._kilometres,
            "extension": self._extension,
            "year": self._year,
            "weekday": self._weekday,
            "day": self._day,
            "date": self._date,
            "person": lambda _draw, language: self._one_of(language, "person"),
            "venue": lambda _draw, language: self._one_of(language, *HOUSES),
            "island": lambda _draw, language: self._one_of(language, "island"),
            "street": self._street,
            "village": self._village,
            "title": self._title,
            "object": lambda *_: self._composed(MATERIALS, OBJECTS),
            "baked": lambda *_: self._composed(FLAVOURS, BAKED),
            "cooked": lambda *_: self._composed(FLAVOURS, COOKED),
            "hobby": lambda *_: self._row(HOBBIES),
            "product": lambda *_: self._row(PRODUCTS),
        }

    def entity(self, kind: str, language: str, near: str = "") -> Entity:
        """A new museum, ferry, …

        Args:
            kind: a key of `kinds.KINDS`.
            language: of the passages that will tell of it, "en" or "he".
            near: the English name of another one that its name resembles, so that a search can take one for the other.
        """
        what = KINDS[kind]
        name = self._name(kind, near)
        written = Name(what.english[1].format(name.en), what.hebrew[1].format(name.he))
        noun, shared = Name(what.english[0], what.hebrew[0]), self.profile.name_kinds > 1
        return self._add(Entity("", kind, language, name, noun, written, what.gender, shared))

    def _name(self, kind: str, near: str) -> Name:
        """A new name, or one that things of a few other kinds have."""
        naming = KINDS[kind].naming
        if not near and self.profile.name_kinds > 1:
            known = [(name, self._kinds_of[name.en]) for name in self._pools[naming]]
            free = [name for name, kinds in known if kind not in kinds and len(kinds) < self.profile.name_kinds]
            if free and self.rng.random() > 1 / self.profile.name_kinds:
                name = self.rng.choice(free)
                self._kinds_of[name.en].add(kind)
                return name
        name = self.names.pair(near) if naming == "pair" else self.names.place(near)
        self._pools[naming].append(name)
        self._kinds_of[name.en] = {kind}
        return name

    def person(self, language: str, kind: str = "person") -> Entity:
        gender = self.rng.choice("mf")
        given, family = self.names.given(gender), self.names.family()
        name = Name(f"{given.en} {family.en}", f"{given.he} {family.he}")
        return self._add(Entity("", kind, language, name, Name("", ""), name, gender))

    def _add(self, entity: Entity) -> Entity:
        number = 1 + sum(other.kind == entity.kind for other in self.entities.values())
        entity = replace(entity, id=f"{entity.kind}{number}")
        self.entities[entity.id] = entity
        return entity

    def value(self, kind: str, relation: str, language: str) -> Value:
        """A value that no other entity of the world has for this relation, if there are enough.

        Args:
            kind: of the entity, a key of `kinds.KINDS`.
            relation: what of it, a key of the kind's relations.
            language: of the passages that state it; a value that is itself an entity is one told of in that language.
        """
        if relation == "mark":
            return self.mark(kind)
        draw = KINDS[kind].relations[relation]
        make = self._draws[draw.what]
        for _attempt in range(200):
            value = make(draw, language)
            if (relation, value.data) not in self._used:
                break
        self._used.add((relation, value.data))
        return value

    def mark(self, kind: str) -> Value:
        """Whom a thing remembers: somebody whom no other thing of the kind does, while there are any left."""
        if not self._patrons.get(kind):
            self._patrons[kind] = self.rng.sample(rows(PATRONS, ";"), len(rows(PATRONS, ";")))
        english, hebrew, *_ = self._patrons[kind].pop()
        return Value("words", (english, hebrew))

    def _time(self, draw: Draw, _language: str) -> Value:
        return Value("time", (self.rng.randint(draw.first, draw.last), 5 * self.rng.randrange(12)))

    def _price(self, draw: Draw, _language: str) -> Value:
        return Value(
            "price", 50 * self.rng.randint(2 * draw.first + 1, 2 * draw.last)
        )  # never 1, which would want a singular

    def _count(self, draw: Draw, _language: str) -> Value:
        return Value("count", self.rng.randint(draw.first, draw.last))

    def _kilometres(self, draw: Draw, _language: str) -> Value:
        tenths = self.rng.randint(10 * draw.first, 10 * draw.last)
        return Value("count", tenths // 10 if tenths % 10 == 0 else tenths / 10)

    def _extension(self, _draw: Draw, _language: str) -> Value:
        return Value("number", self.rng.randint(203, 989))

    def _year(self, draw: Draw, _language: str) -> Value:
        return Value("year", self.rng.randint(draw.first, draw.last))

    def _weekday(self, _draw: Draw, _language: str) -> Value:
        return Value("weekday", self.rng.randrange(7))

    def _day(self, _draw: Draw, _language: str) -> Value:
        date = datetime.date(self.year, 6, 1) + datetime.timedelta(days=self.rng.randrange(200))
        return Value("day", (date.year, date.month, date.day))

    def _date(self, draw: Draw, _language: str) -> Value:
        date = datetime.date(self.rng.randint(draw.first, draw.last), 1, 1) + datetime.timedelta(
            days=self.rng.randrange(365)
        )
        return Value("date", (date.year, date.month, date.day))

    def _one_of(self, language: str, *kinds: str) -> Value:
        known = (self.entities[name] for name in self.real)
        found = [e.id for e in known if e.kind in kinds and e.language == language]
        return Value("entity", self.rng.choice(found))

    def _street(self, _draw: Draw, _language: str) -> Value:
        if self._pools["place"] and self.profile.name_kinds > 1 and self.rng.random() < 0.6:
            name, (english, hebrew) = self.rng.choice(self._pools["place"]), self.rng.choice(STREETS)
            return Value("street", (f"{name.en} {english}", f"{hebrew} {name.he}"))  # more than a street has this name
        name, (english, hebrew) = self.names.place(), self.rng.choice(STREETS)
        return Value("street", (f"{name.en} {english}", f"{hebrew} {name.he}", name.en, name.he))

    def _village(self, _draw: Draw, _language: str) -> Value:
        name = self.names.place()
        return Value("words", (name.en, name.he))

    def _title(self, _draw: Draw, _language: str) -> Value:
        name = self.names.pair()
        return Value("words", (f"The {name.en}", name.he))

    def _composed(self, firsts: str, seconds: str) -> Value:
        """English "brass lamp", Hebrew מנורת פליז: the noun first, in the construct state."""
        (first, *first_he), (second, *second_he) = self.rng.choice(rows(firsts)), self.rng.choice(rows(seconds))
        return Value("words", (f"{first} {second}", f"{' '.join(second_he)} {' '.join(first_he)}"))

    def _row(self, table: str) -> Value:
        return Value("words", tuple(self.rng.choice(rows(table, ";"))))


def make_facts(
    seed: str, avoid: Collection[str] = (), wording: str = "public", profile: str = "plain"
) -> tuple[Plan, Maker]:
    """A world's entities and all their facts; not yet a passage or a question."""
    maker = Maker(seed, avoid, profile)
    times = maker.profile.times
    place = maker.names.place()
    for kind in KINDS:
        for language, count in zip(("en", "he"), KINDS[kind].counts, strict=True):
            for _ in range(times * count):
                maker.entity(kind, language)
    things = list(maker.entities.values())
    state: dict[Key, Value] = {}
    for language, count in (("en", 16), ("he", 11)):
        people = [maker.person(language) for _ in range(times * count)]
        led = [e for e in things if e.language == language and "head" in KINDS[e.kind].relations]
        living = [thing for thing in led if KINDS[thing.kind].group != "landmark"]
        for thing, person in _dealt(living, people, maker):
            state[thing.id, "head"] = Value("entity", person.id)
        for thing in led:
            if thing not in living:  # built long ago, by somebody who runs nothing today
                state[thing.id, "head"] = Value("entity", maker.person(language, "engineer").id)
    maker.real = list(maker.entities)
    for entity in list(maker.entities.values()):
        for relation in KINDS[entity.kind].relations:
            if (entity.id, relation) not in state:
                state[entity.id, relation] = maker.value(entity.kind, relation, entity.language)
    if maker.profile.marks:
        for entity in list(maker.entities.values()):
            if entity.kind != "engineer":
                state[entity.id, "mark"] = maker.mark(entity.kind)
    currency = tuple(maker.rng.choice(rows(CURRENCIES)))
    writing = Writing(maker.entities, (currency[0], currency[1]), maker.profile.forms)
    return Plan(seed, place, maker.year, writing, state, wording, profile), maker


def _dealt(things: list[Entity], people: list[Entity], maker: Maker) -> list[tuple[Entity, Entity]]:
    """A person for each thing; nobody has two before everybody has one."""
    dealt: list[Entity] = []
    while len(dealt) < len(things):
        dealt += maker.rng.sample(people, len(people))
    return list(zip(things, dealt, strict=False))
