"""Questions are planned here: of each type so many, in each language, on facts that passages state."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from autograder.worlds.asking import Asker
from autograder.worlds.describing import description, ways_to_describe
from autograder.worlds.entities import Entity
from autograder.worlds.facts import Maker
from autograder.worlds.kinds import ROLES
from autograder.worlds.model import Key, Plan
from autograder.worlds.passages import AUDIBLE, ON_POSTERS, Allocation
from autograder.worlds.phrasing import fill
from autograder.worlds.texts import ways_to_compare, wordings
from autograder.worlds.unanswerable import unanswerable
from autograder.worlds.values import Value, value_text

COUNTS: dict[str, dict[str, int]] = {
    "fact": {"en": 4, "he": 3},
    "comparison": {"en": 4, "he": 3},
    "two_hop": {"en": 4, "he": 3},
    "date": {"en": 3, "he": 2},
    "fresh": {"en": 4, "he": 2},
    "image": {"en": 4, "he": 3},
    "audio": {"en": 5, "he": 0},
    "shown": {"en": 3, "he": 2},
    "spoken": {"en": 5, "he": 0},
    "unanswerable": {"en": 7, "he": 5},
}
DATES = ("day", "deadline", "opened", "born")
SECOND_STEPS = ("extension", "village", "hobby", "born", "street", "head", "founded", "people", "product", "distance")
"""What two-hop questions ask of the person, the house or the island in the middle."""


def write_questions(plan: Plan, maker: Maker, where: Allocation) -> None:
    """Plan the questions of a world."""
    asker = Asker(plan, maker, where)
    for language in ("en", "he"):
        for type_, write in WRITERS.items():
            write(asker, language, COUNTS[type_][language])
    asker.rng.shuffle(asker.made)
    plan.questions = [replace(q, id=f"q{number:02d}") for number, q in enumerate(asker.made, start=1)]


def _fact(asker: Asker, language: str, count: int) -> None:
    deep = asker.chosen([key for key in asker.texts(language) if key in asker.long], count // 2)
    for key in [*deep, *asker.chosen(asker.texts(language), count - len(deep), without=DATES)]:
        asker.simple("fact", language, key)


def _date(asker: Asker, language: str, count: int) -> None:
    for key in asker.chosen([key for key in asker.texts(language) if key[1] in DATES], count):
        asker.simple("date", language, key)


def _fresh(asker: Asker, language: str, count: int) -> None:
    for key in asker.chosen(asker.of(language, asker.where.changed), count):
        asker.simple("fresh", language, key)


def _audio(asker: Asker, language: str, count: int) -> None:
    for key in asker.chosen(asker.of(language, asker.where.recording), count):
        asker.simple("audio", language, key)


def _spoken(asker: Asker, language: str, count: int) -> None:
    audible = [key for key in asker.texts(language) if asker.kind(key) in AUDIBLE]
    deep = asker.chosen([key for key in audible if key in asker.long], count // 2)
    for key in [*deep, *asker.chosen(audible, count - len(deep))]:
        asker.simple("spoken", language, key, spoken=True)


def _image(asker: Asker, language: str, count: int) -> None:
    charted = [name for name in asker.where.charts if asker.plan.entities[name].language == language]
    for number, name in enumerate(charted):
        _on_chart(asker, language, asker.plan.entities[name], extreme=number % 2 == asker.rng.randrange(2))
    for key in asker.chosen(asker.of(language, asker.where.picture), count - len(charted)):
        asker.simple("image", language, key)


def _on_chart(asker: Asker, language: str, entity: Entity, extreme: bool) -> None:
    """A value that stands at a bar, or the month of the highest or the lowest one."""
    keys = [key for key in asker.plan.state if key[0] == entity.id and key[1].startswith("visitors:")]
    key = asker.rng.choice(keys)
    asks = asker.rng.choice(["best", "worst"]) if extreme else "value"
    month = value_text(Value("month", int(key[1].split(":")[1])), language, asker.plan.writing)
    ways = asker.lexicon.prose[language].CHART_QUESTIONS[asks]
    text, described = asker.about("image", [one.replace("{month}", month) for one in ways], language, entity, key)
    if extreme:
        best = "max" if asks == "best" else "min"
        asker.add("image", language, text, [entity.id], among=tuple(keys), best=best, described=described)
    else:
        asker.add("image", language, text, [entity.id], answer=key, described=described)


def _shown(asker: Asker, language: str, count: int) -> None:
    for key in asker.chosen([key for key in asker.texts(language) if asker.kind(key) in ON_POSTERS], count):
        entity = asker.plan.entities[key[0]]
        template = asker.rng.choice(wordings(asker.lexicon.questions[language].QUESTIONS, entity.kind, key[1]))
        text = asker.deictic(template, language, entity)
        asker.add("shown", language, text, [entity.id], answer=key, picture=asker.picture(entity, key[1]))


def _comparison(asker: Asker, language: str, count: int) -> None:
    groups: dict[tuple[str, str], list[Key]] = {}
    for key in asker.named(asker.texts(language)):
        if ways_to_compare(asker.lexicon, language, asker.kind(key), key[1]):
            groups.setdefault((asker.kind(key), key[1]), []).append(key)
    names = [name for name, keys in groups.items() if len(keys) > 1]
    asker.rng.shuffle(names)
    names.sort(key=lambda name: len(groups[name]) < 3)  # of three things guessing finds the right one less often
    kinds: Counter[str] = Counter()
    for _ in range(count):
        name = min(names, key=lambda name: kinds[name[0]])
        names.remove(name)
        kinds[name[0]] += 1
        _compare(asker, language, groups[name])


def _compare(asker: Asker, language: str, keys: list[Key]) -> None:
    ways = ways_to_compare(asker.lexicon, language, asker.kind(keys[0]), keys[0][1])
    among = asker.rng.sample(keys, 3 if len(keys) > 2 and "max3" in ways else 2)
    best = asker.rng.choice(["max", "min"])
    entities = [asker.plan.entities[key[0]] for key in among]
    text = asker.rng.choice(ways[f"{best}{len(among)}"])
    names: list[str] = [entity.full(language) for entity in entities]
    described: tuple[Key, ...] = ()
    if asker.describes("comparison"):
        telling = [ways_to_describe(e, asker.plan, asker.said, key) for e, key in zip(entities, among, strict=True)]
        if all(telling):
            described = tuple(asker.rng.choice(keys) for keys in telling)
            pairs = zip(entities, described, strict=True)
            names = [description(entity, key, asker.plan, language, asker.rng) for entity, key in pairs]
    within = [_within(name, described or e.article("full")) for name, e in zip(names, entities, strict=True)]
    text = text.replace("{inlist}", _listed(within, language, len(among)))
    text = text.replace("{list}", _listed(names, language, len(among)))
    about = [e.id for e in entities]
    asker.add("comparison", language, text, about, among=tuple(among), best=best, described=described)


def _within(name: str, article: object) -> str:
    """A Hebrew name with the prefix for "in", which absorbs the article of a name that has one."""
    articles = frozenset({"s"}) if article and name.startswith("ה") else frozenset()
    return fill("{ב+s}", {"s": name}, {}, articles)


def _listed(names: list[str], language: str, count: int) -> str:
    """Two joined by "or"; three by "and" in English, where "Of A, B and C, which …?" asks, by "or" in Hebrew."""
    if language == "en":
        return f"{', '.join(names[:-1])} {'and' if count > 2 else 'or'} {names[-1]}"
    return f"{', '.join(names[:-1])} או {names[-1]}"


def _two_hop(asker: Asker, language: str, count: int) -> None:
    relations: Counter[str] = Counter()
    first_kinds: Counter[str] = Counter()
    subjects: set[str] = set()
    pairs = _pairs(asker, language)
    asker.rng.shuffle(pairs)
    while pairs and len(subjects) < count:
        pair = min(pairs, key=lambda pair: (relations[pair[1][1]], first_kinds[asker.kind(pair[0])]))
        pairs.remove(pair)
        first, second = pair
        if first[0] not in subjects:
            relations[second[1]] += 1
            first_kinds[asker.kind(first)] += 1
            subjects.add(first[0])
            text, described = hop_text(asker, language, first, second)
            about = [first[0], second[0]]
            asker.add("two_hop", language, text, about, answer=second, through=first, described=described)


def _pairs(asker: Asker, language: str) -> list[tuple[Key, Key]]:
    """A fact whose value is an entity, and a fact of that entity, where no passage of the first gives both."""
    pairs = []
    texts = asker.texts(language)
    for first in texts:
        value = asker.plan.state[first]
        if value.kind == "entity" and wordings(asker.lexicon.questions[language].THROUGH, asker.kind(first), first[1]):
            for second in texts:
                if second[0] == value.data and second[1] in SECOND_STEPS and _apart(asker, first, second):
                    pairs.append((first, second))
    return pairs


def _apart(asker: Asker, first: Key, second: Key) -> bool:
    """Whether no passage that names the first subject states the second fact, or another fact with its value."""
    value = asker.plan.state[second]
    for passage in asker.plan.passages:
        if first[0] in passage.subjects() and any(asker.plan.state.get(key) == value for key in passage.facts()):
            return False
    return True


def hop_text(asker: Asker, language: str, first: Key, second: Key) -> tuple[str, tuple[Key, ...]]:
    """ "What is the extension of the captain of the Grey Heron ferry?", and the facts that describe the ferry, if any do."""
    tables = asker.lexicon.questions[language]
    subject = asker.plan.entities[first[0]]
    middle = asker.plan.entities[second[0]]
    through = wordings(tables.THROUGH, subject.kind, first[1])
    phrase, described = asker.about("two_hop", through, language, subject, first)
    phrase = phrase[:1].lower() + phrase[1:]
    templates = [t for t in wordings(tables.QUESTIONS, middle.kind, second[1]) if "{s}'s" not in t]
    template = asker.rng.choice(templates).replace("{t}", ROLES[language].get(middle.kind, ""))
    articles = frozenset({"s"}) if phrase.startswith("ה") else frozenset()
    return fill(template, {"s": phrase}, {"s": "m"}, articles), described


WRITERS = {
    "fact": _fact,
    "comparison": _comparison,
    "two_hop": _two_hop,
    "date": _date,
    "fresh": _fresh,
    "image": _image,
    "audio": _audio,
    "shown": _shown,
    "spoken": _spoken,
    "unanswerable": unanswerable,
}
