"""Entities and their facts, drawn by chance: everything that is true in a world before anybody has written it down."""

from __future__ import annotations

import datetime
import hashlib
import random
from collections.abc import Callable, Collection
from typing import Any

from autograder.worlds.kinds import KINDS
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
from autograder.worlds.model import Entity, Key, Plan
from autograder.worlds.names import Name, NameMaker
from autograder.worlds.values import Value, Writing

STREETS = [("Street", "רחוב"), ("Lane", "סמטת"), ("Square", "כיכר"), ("Avenue", "שדרת"), ("Hill", "גבעת")]


def stream(seed: str, stage: str) -> random.Random:
    """A source of chance for one stage of one world, the same on every machine."""
    return random.Random(int.from_bytes(hashlib.sha256(f"{seed}\0{stage}".encode()).digest(), "big"))


class Maker:
    """Makes entities and values that differ from all that it made before.

    Args:
        seed: of the world.
        avoid: names that must not occur (see `names.NameMaker`).

    Attributes:
        real: ids of the entities that there are; later ones are doubles, or invented for a question.
    """

    def __init__(self, seed: str, avoid: Collection[str] = ()) -> None:
        self.rng = stream(seed, "facts")
        self.names = NameMaker(stream(seed, "names"), avoid)
        self.year = self.rng.randrange(2031, 2058)
        self.entities: dict[str, Entity] = {}
        self.real: list[str] = []
        self._used: set[tuple[str, Any]] = set()

    def entity(self, kind: str, language: str, near: str = "") -> Entity:
        """A new museum, ferry, …; ``near``: the name of another one that its name resembles."""
        what = KINDS[kind]
        name = self.names.pair(near) if what.naming == "pair" else self.names.place(near)
        written = Name(what.english[1].format(name.en), what.hebrew[1].format(name.he))
        return self._add(Entity("", kind, language, name, Name(what.english[0], what.hebrew[0]), written, what.gender))

    def person(self, language: str, kind: str = "person") -> Entity:
        gender = self.rng.choice("mf")
        given, family = self.names.given(gender), self.names.family()
        name = Name(f"{given.en} {family.en}", f"{given.he} {family.he}")
        return self._add(Entity("", kind, language, name, Name("", ""), name, gender))

    def _add(self, entity: Entity) -> Entity:
        number = 1 + sum(other.kind == entity.kind for other in self.entities.values())
        entity = Entity(f"{entity.kind}{number}", *(getattr(entity, name) for name in list(entity.__dict__)[1:]))
        self.entities[entity.id] = entity
        return entity

    def value(self, kind: str, relation: str, language: str) -> Value:
        """A value for a relation, which nothing else of its kind and relation has, if there are enough."""
        maker, *limits = KINDS[kind].relations[relation]
        draw: Callable[..., Value] = getattr(self, f"_{maker}")
        for _attempt in range(200):
            value = draw(*limits, language=language)
            if (relation, value.data) not in self._used:
                break
        self._used.add((relation, value.data))
        return value

    def _time(self, first: int, last: int, **_: Any) -> Value:
        return Value("time", (self.rng.randint(first, last), 5 * self.rng.randrange(12)))

    def _price(self, least: int, most: int, **_: Any) -> Value:
        return Value("price", 50 * self.rng.randint(2 * least + 1, 2 * most))  # never 1, which would want a singular

    def _count(self, least: int, most: int, **_: Any) -> Value:
        return Value("count", self.rng.randint(least, most))

    def _kilometres(self, least: int, most: int, **_: Any) -> Value:
        tenths = self.rng.randint(10 * least, 10 * most)
        return Value("count", tenths // 10 if tenths % 10 == 0 else tenths / 10)

    def _extension(self, **_: Any) -> Value:
        return Value("number", self.rng.randint(203, 989))

    def _year(self, first: int, last: int, **_: Any) -> Value:
        return Value("year", self.rng.randint(first, last))

    def _weekday(self, **_: Any) -> Value:
        return Value("weekday", self.rng.randrange(7))

    def _day(self, **_: Any) -> Value:
        date = datetime.date(self.year, 6, 1) + datetime.timedelta(days=self.rng.randrange(200))
        return Value("day", (date.year, date.month, date.day))

    def _date(self, first: int, last: int, **_: Any) -> Value:
        date = datetime.date(self.rng.randint(first, last), 1, 1) + datetime.timedelta(days=self.rng.randrange(365))
        return Value("date", (date.year, date.month, date.day))

    def _person(self, language: str, **_: Any) -> Value:
        return self._one_of(language, "person")

    def _venue(self, language: str, **_: Any) -> Value:
        return self._one_of(language, *(name for name, kind in KINDS.items() if kind.group == "house"))

    def _island(self, language: str, **_: Any) -> Value:
        return self._one_of(language, "island")

    def _one_of(self, language: str, *kinds: str) -> Value:
        known = (self.entities[name] for name in self.real)
        found = [e.id for e in known if e.kind in kinds and e.language == language]
        return Value("entity", self.rng.choice(found))

    def _street(self, **_: Any) -> Value:
        name, (english, hebrew) = self.names.place(), self.rng.choice(STREETS)
        return Value("street", (f"{name.en} {english}", f"{hebrew} {name.he}", name.en, name.he))

    def _village(self, **_: Any) -> Value:
        name = self.names.place()
        return Value("words", (name.en, name.he))

    def _title(self, **_: Any) -> Value:
        name = self.names.pair()
        return Value("words", (f"The {name.en}", name.he))

    def _object(self, **_: Any) -> Value:
        return self._composed(MATERIALS, OBJECTS)

    def _baked(self, **_: Any) -> Value:
        return self._composed(FLAVOURS, BAKED)

    def _cooked(self, **_: Any) -> Value:
        return self._composed(FLAVOURS, COOKED)

    def _composed(self, firsts: str, seconds: str) -> Value:
        """English "brass lamp", Hebrew מנורת פליז: the noun first, in the construct state."""
        (first, *first_he), (second, *second_he) = self.rng.choice(rows(firsts)), self.rng.choice(rows(seconds))
        return Value("words", (f"{first} {second}", f"{' '.join(second_he)} {' '.join(first_he)}"))

    def _hobby(self, **_: Any) -> Value:
        return Value("words", tuple(self.rng.choice(rows(HOBBIES, ";"))))

    def _product(self, **_: Any) -> Value:
        return Value("words", tuple(self.rng.choice(rows(PRODUCTS, ";"))))


def make_facts(seed: str, avoid: Collection[str] = ()) -> tuple[Plan, Maker]:
    """A world's entities and all their facts; not yet a passage or a question."""
    maker = Maker(seed, avoid)
    place = maker.names.place()
    for kind in KINDS:
        for language, count in zip(("en", "he"), KINDS[kind].counts, strict=True):
            for _ in range(count):
                maker.entity(kind, language)
    things = list(maker.entities.values())
    state: dict[Key, Value] = {}
    for language, count in (("en", 16), ("he", 11)):
        people = [maker.person(language) for _ in range(count)]
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
    currency = tuple(maker.rng.choice(rows(CURRENCIES)))
    writing = Writing(maker.entities, (currency[0], currency[1]))
    return Plan(seed, place, maker.year, writing, state), maker


def _dealt(things: list[Entity], people: list[Entity], maker: Maker) -> list[tuple[Entity, Entity]]:
    """A person for each thing; nobody has two before everybody has one."""
    dealt: list[Entity] = []
    while len(dealt) < len(things):
        dealt += maker.rng.sample(people, len(people))
    return list(zip(things, dealt, strict=False))
