"""Questions are planned here: of each type so many, in each language, on facts that a passage says, or that none does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from autograder.worlds.facts import Maker, stream
from autograder.worlds.kinds import KINDS, ROLES
from autograder.worlds.model import Entity, Key, PassagePlan, Plan, QuestionPlan, Sentence
from autograder.worlds.passages import ON_POSTERS, Allocation, poster_lines
from autograder.worlds.rendering import question_prose
from autograder.worlds.texts import QUESTIONS, wordings
from autograder.worlds.values import Value, value_text
from autograder.worlds.wording import fill, render

COUNTS: dict[str, dict[str, int]] = {
    "fact": {"en": 5, "he": 4},
    "comparison": {"en": 4, "he": 3},
    "two_hop": {"en": 4, "he": 3},
    "date": {"en": 3, "he": 2},
    "fresh": {"en": 4, "he": 2},
    "image": {"en": 4, "he": 3},
    "audio": {"en": 5, "he": 0},
    "shown": {"en": 3, "he": 2},
    "spoken": {"en": 5, "he": 0},
    "unanswerable": {"en": 8, "he": 5},
}
DATES = ("day", "deadline", "opened", "born")
SECOND_STEPS = ("extension", "village", "hobby", "born", "street", "head", "founded", "people", "product", "distance")
"""What two-hop questions ask of the person, the house or the island in the middle."""


class QuestionWriter:
    """Plans the questions of one world."""

    def __init__(self, plan: Plan, maker: Maker, where: Allocation) -> None:
        self.plan, self.maker, self.where = plan, maker, where
        self.rng = stream(plan.seed, "questions")
        self.made: list[QuestionPlan] = []
        self._asked: set[tuple[Key, ...]] = set()
        self._about: Counter[str] = Counter()
        self._said = {key for passage in plan.passages for key in passage.keys()}
        self._kinds: Counter[str] = Counter()

    def write(self) -> None:
        for language in ("en", "he"):
            for type_, counts in COUNTS.items():
                count = counts[language]
                if count:
                    getattr(self, f"_{type_}")(language, count)
        self.rng.shuffle(self.made)
        self.plan.questions = [replace(q, id=f"q{number:02d}") for number, q in enumerate(self.made, start=1)]

    # One type each.

    def _fact(self, language: str, count: int) -> None:
        for key in self._chosen(self._texts(language), count, without=DATES):
            self._simple("fact", language, key)

    def _date(self, language: str, count: int) -> None:
        keys = [key for key in self._texts(language) if key[1] in DATES]
        for key in self._chosen(keys, count):
            self._simple("date", language, key)

    def _fresh(self, language: str, count: int) -> None:
        for key in self._chosen(self._in(language, self.where.changed), count):
            self._simple("fresh", language, key)

    def _audio(self, language: str, count: int) -> None:
        for key in self._chosen(self._in(language, self.where.recording), count):
            self._simple("audio", language, key)

    def _image(self, language: str, count: int) -> None:
        for entity in self._in(language, [(name, "") for name in self.where.charts]):
            self._on_chart(language, entity[0])
        left = count - len(self._in(language, [(name, "") for name in self.where.charts]))
        for key in self._chosen(self._in(language, self.where.picture), left):
            self._simple("image", language, key)

    def _on_chart(self, language: str, entity: str) -> None:
        keys = sorted((key for key in self.plan.state if key[0] == entity and "visitors:" in key[1]), key=str)
        best = self.rng.random() < 0.5
        key = self.rng.choice(keys)
        month = value_text(Value("month", int(key[1].split(":")[1])), language, self.plan.writing)
        template = self.rng.choice(question_prose(language, "best" if best else "value")).replace("{month}", month)
        text = self._phrase(template, language, self.plan.entities[entity])
        among = tuple(keys) if best else ()
        self._add("image", language, text, (entity,), answer=key, among=among, best="max" if best else "")

    def _spoken(self, language: str, count: int) -> None:
        keys = [key for key in self._texts(language) if KINDS[self._kind(key)].naming == "pair"]
        for key in self._chosen(keys, count):
            self._simple("spoken", language, key, spoken=True)

    def _shown(self, language: str, count: int) -> None:
        keys = [key for key in self._texts(language) if self._kind(key) in ON_POSTERS]
        for key in self._chosen(keys, count):
            entity = self.plan.entities[key[0]]
            shown = [name for name in KINDS[entity.kind].relations if name in self._lines(language) and name != key[1]]
            shown = [name for name in shown if (entity.id, name) in self.where.text]
            picture = self._picture(entity, self.rng.sample(shown, min(1, len(shown))))
            template = self.rng.choice(wordings(QUESTIONS[language].QUESTIONS, entity.kind, key[1]))
            text = self._deictic(template, language, entity)
            self._add("shown", language, text, (entity.id,), answer=key, picture=picture)

    def _comparison(self, language: str, count: int) -> None:
        table = QUESTIONS[language].COMPARISONS
        groups: dict[tuple[str, str], list[Key]] = {}
        for key in self._texts(language):
            if self._ways(table, key):
                groups.setdefault((self._kind(key), key[1]), []).append(key)
        names = [name for name, keys in groups.items() if len(keys) > 1]
        self.rng.shuffle(names)
        for name in names[:count]:
            among = self.rng.sample(groups[name], 2)
            most, least = self._ways(table, among[0])
            best = self.rng.choice(["max", "min"])
            template = self.rng.choice(most if best == "max" else least)
            entities = [self.plan.entities[key[0]] for key in among]
            word = " or " if language == "en" else " או "
            listed = word.join(entity.full(language) for entity in entities)
            within = word.join(fill("{ב+s}", {"s": e.full(language)}, {}, _articles(e)) for e in entities)
            text = template.replace("{list}", listed).replace("{inlist}", within)
            self._add("comparison", language, text, tuple(e.id for e in entities), among=tuple(among), best=best)

    def _ways(self, table: dict, key: Key) -> list:
        return wordings(table, self._kind(key), key[1])

    def _two_hop(self, language: str, count: int) -> None:
        table = QUESTIONS[language].THROUGH
        pairs: list[tuple[Key, Key]] = []
        for key in self._texts(language):
            value = self.plan.state[key]
            if value.kind != "entity" or not wordings(table, self._kind(key), key[1]):
                continue
            pairs += [(key, other) for other in self._texts(language) if other[0] == value.data and other[1] in SECOND_STEPS]
        pairs = [pair for pair in pairs if self._known_only_through(pair)]
        self.rng.shuffle(pairs)
        self._hops(language, pairs, count, "two_hop")

    def _known_only_through(self, pair: tuple[Key, Key]) -> bool:
        """Whether no passage about the first subject gives the answer as well."""
        first, second = pair
        value = self.plan.state[second]
        return not any(self.plan.state.get(key) == value for key in self._said if key[0] == first[0])

    def _hops(self, language: str, pairs: list[tuple[Key, Key]], count: int, type_: str) -> None:
        relations: Counter[str] = Counter()
        subjects: set[str] = set()
        for first, second in pairs:
            if len(subjects) == count:
                return
            templates = self._hop_templates(language, second)
            if relations[second[1]] > 1 or first[0] in subjects or not templates:
                continue
            relations[second[1]] += 1
            subjects.add(first[0])
            self._hop(language, first, second, self.rng.choice(templates), type_)

    def _hop_templates(self, language: str, key: Key) -> list[str]:
        return [t for t in wordings(QUESTIONS[language].QUESTIONS, self._kind(key), key[1]) if "{s}'s" not in t]

    def _hop(self, language: str, first: Key, second: Key, template: str, type_: str) -> None:
        subject = self.plan.entities[first[0]]
        phrase = self.rng.choice(wordings(QUESTIONS[language].THROUGH, subject.kind, first[1]))
        phrase = self._phrase(phrase, language, subject, sentence=False)
        middle = self.plan.entities[self.plan.state[first].data]
        gender = "m"
        articles = frozenset({"s"}) if phrase.startswith("ה") else frozenset()
        role = ROLES[language].get(middle.kind, "")
        text = fill(template.replace("{t}", role), {"s": phrase}, {"s": gender}, articles)
        self._add(type_, language, text, (subject.id, middle.id), answer=second, through=first)

    # What cannot be answered.

    def _unanswerable(self, language: str, count: int) -> None:
        self._unsaid(language, 3 if language == "en" else 2)
        self._invented(language, 2 if language == "en" else 1)
        self._nowhere(language, count - (5 if language == "en" else 3))

    def _unsaid(self, language: str, count: int) -> None:
        """A relation that is said of others of its kind."""
        said = {(self._kind(key), key[1]) for key in self._said}
        keys = [
            (entity.id, relation)
            for entity in self._things(language)
            for relation in KINDS[entity.kind].relations
            if (entity.id, relation) not in self._said and (entity.kind, relation) in said
        ]
        for number, key in enumerate(self._chosen(keys, count)):
            spoken = language == "en" and number == 0 and KINDS[self._kind(key)].naming == "pair"
            self._simple("unanswerable", language, key, spoken=spoken)

    def _invented(self, language: str, count: int) -> None:
        """Something that does not exist."""
        for key in self._chosen(self._texts(language), count, without=("head",), human=False):
            entity = self.maker.entity(self._kind(key), language)
            template = self.rng.choice(wordings(QUESTIONS[language].QUESTIONS, entity.kind, key[1]))
            self._add("unanswerable", language, self._phrase(template, language, entity), ())

    def _nowhere(self, language: str, count: int) -> None:
        """Something that is said of nothing."""
        table = QUESTIONS[language].NOWHERE
        things = self._things(language)
        self.rng.shuffle(things)
        kinds: set[str] = set()
        for entity in things:
            if entity.kind not in kinds and len(kinds) < count:
                kinds.add(entity.kind)
                templates = table.get(entity.kind) or table[KINDS[entity.kind].group]
                text = self._phrase(self.rng.choice(templates), language, entity)
                self._add("unanswerable", language, text, (entity.id,))

    # What they share.

    def _simple(self, type_: str, language: str, key: Key, spoken: bool = False) -> None:
        entity = self.plan.entities[key[0]]
        template = self.rng.choice(wordings(QUESTIONS[language].QUESTIONS, entity.kind, key[1]))
        text = self._phrase(template, language, entity)
        answer = None if type_ == "unanswerable" else key
        self._add(type_, language, text, (entity.id,), answer=answer, spoken=spoken)

    def _phrase(self, template: str, language: str, entity: Entity, sentence: bool = True) -> str:
        text = render(Sentence(template, entity.id), language, self.plan, {}, ROLES[language])
        return text if sentence else text[:1].lower() + text[1:]

    def _deictic(self, template: str, language: str, entity: Entity) -> str:
        noun = entity.noun.text(language).removeprefix("בית הספר") or entity.noun.text(language)
        pointing = fill(self.rng.choice(QUESTIONS[language].DEIXIS), {"n": noun}, {"s": entity.gender}, frozenset())
        pointing = pointing[:1].lower() + pointing[1:]
        template = template.replace("{t}", ROLES[language][entity.kind])
        return fill(template, {"s": pointing}, {"s": entity.gender}, frozenset({"s"}))

    def _picture(self, entity: Entity, relations: list[str]) -> PassagePlan:
        lines = tuple(poster_lines(entity, relations, self.rng))
        return PassagePlan("", entity.language, "", Sentence(""), lines, "poster", self.rng.randrange(1000))

    def _lines(self, language: str) -> set[str]:
        from autograder.worlds.texts import PROSE

        return set(PROSE[language].POSTER)

    def _add(self, type_: str, language: str, text: str, about: tuple[str, ...], **more: object) -> None:
        plan = QuestionPlan("", type_, language, text, about=about, voice=self.rng.randrange(1000))
        self.made.append(replace(plan, **more))

    def _kind(self, key: Key) -> str:
        return self.plan.entities[key[0]].kind

    def _things(self, language: str) -> list[Entity]:
        there = {name for passage in self.plan.passages for name in passage.subjects()}
        return [e for e in self.plan.entities.values() if e.language == language and e.id in there]

    def _in(self, language: str, keys: list[Key]) -> list[Key]:
        return [key for key in keys if self.plan.entities[key[0]].language == language]

    def _texts(self, language: str) -> list[Key]:
        return self._in(language, self.where.text)

    def _chosen(self, keys: list[Key], count: int, without: tuple[str, ...] = (), human: bool = True) -> list[Key]:
        """Facts not asked yet, of different kinds and relations where there are enough."""
        left = [k for k in keys if (k,) not in self._asked and k[1] not in without]
        left = [k for k in left if human or not self.plan.entities[k[0]].human]
        self.rng.shuffle(left)
        chosen: list[Key] = []
        while left and len(chosen) < count:
            left.sort(key=lambda k: (self._about[k[0]], self._kinds[f"{self._kind(k)}.{k[1]}"], self._kinds[self._kind(k)]))
            key = left.pop(0)
            chosen.append(key)
            self._asked.add((key,))
            self._about[key[0]] += 1
            self._kinds[f"{self._kind(key)}.{key[1]}"] += 1
            self._kinds[self._kind(key)] += 1
        return chosen


def _articles(entity: Entity) -> frozenset[str]:
    return frozenset({"s"}) if entity.article("full") else frozenset()
