"""Whether a world keeps its word: every answer stands where the gold says, no passage contradicts it, and nothing leaks.

A checker reads the finished lines, as a system will, and trusts the plan only for what no text can show. `make_world`
draws again where it finds a problem, for instance a ferry whose pier has by chance the number of the fare.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from autograder.worlds.describing import fitting
from autograder.worlds.made import MadeWorld
from autograder.worlds.model import Key, QuestionPlan

Line = Mapping[str, Any]
LEAST_OF_A_TYPE, LEAST_UNANSWERABLE = 5, 10
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
_LEFTOVER = re.compile(r"[{}<>|]|  |\bNone\b|\ba [aeiou]|[.?!] [a-z]")


def problems(world: MadeWorld) -> list[str]:
    """Everything that is wrong with a world and its variants, one sentence each; empty if nothing is."""
    found = [*_counts(world), *_texts(world), *_names(world), *_dates(world), *_descriptions(world)]
    plans = {question.id: question for question in world.plan.questions}
    golds = {line["id"]: line for line in world.questions}
    found += _golds("", world.passages, golds, plans, world)
    for name, variant in world.variants.items():
        passages = applied(world.passages, variant)
        changed = {key: {**golds[key], **new} for key, new in variant["questions"].items()}
        found += _golds(f"{name}: ", passages, {**golds, **changed}, plans, world)
        found += [f"{name}: {problem}" for problem in _variant(name, variant, golds, world)]
    return found


def applied(passages: Iterable[Line], variant: Mapping[str, Any]) -> list[Line]:
    """The passages of a world as they are in a variant."""
    replaced = {line["id"]: line for line in variant["replace"]}
    kept = [replaced.get(line["id"], line) for line in passages if line["id"] not in variant["remove"]]
    return [*kept, *variant["add"]]


def says(line: Line) -> str:
    """What a passage really says: text, or what stands in the picture or the recording."""
    return line["text"] if line["kind"] == "text" else line["said"]


def stands_in(phrase: str, text: str) -> bool:
    """Whether neighbouring words of a text are those of the phrase; a Hebrew word may have a prefix glued on."""
    wanted, there = _tokens(phrase), _tokens(text)
    places = range(len(there) - len(wanted) + 1)
    return any(all(map(_same, there[place : place + len(wanted)], wanted)) for place in places)


@functools.lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text.casefold()))


def _same(token: str, wanted: str) -> bool:
    if token == wanted:
        return True
    if not ("א" <= wanted[0] <= "ת" and len(wanted) > 2 and token.endswith(wanted)):
        return False
    prefix = token.removesuffix(wanted)
    return len(prefix) <= 2 and set(prefix) <= set("ובהלמשכ")


def _counts(world: MadeWorld) -> Iterator[str]:
    types = Counter(line["type"] for line in world.questions)
    for type_, count in types.items():
        least = LEAST_UNANSWERABLE if type_ == "unanswerable" else LEAST_OF_A_TYPE
        if count < least:
            yield f"There are {count} questions of type {type_}; {least} are needed."
    for what, lines in (("passage", world.passages), ("question", world.questions)):
        if len({line["id"] for line in lines}) < len(lines):
            yield f"Two {what}s have one id."
    texts = Counter(line["text"] for line in world.questions if line["text"] and not line.get("image"))
    for text, count in texts.items():
        if count > 1:
            yield f"{text!r} is asked {count} times."


def _texts(world: MadeWorld) -> Iterator[str]:
    """Traces of templates, and grammar that a template can spoil."""
    lines = [*world.passages, *(line for v in world.variants.values() for line in (*v["replace"], *v["add"]))]
    texts = [(line["id"], f"{line['title']}. {says(line)}") for line in lines]
    texts += [(question.id, question.text) for question in world.plan.questions]
    for name, text in texts:
        for found in _LEFTOVER.finditer(text):
            yield f"{name}: {text[max(0, found.start() - 20) : found.end() + 20]!r} does not look like a text."


def _names(world: MadeWorld) -> Iterator[str]:
    for language in ("en", "he"):
        names = Counter(entity.full(language) for entity in world.plan.entities.values())
        for name, count in names.items():
            if count > 1:
                yield f"{count} things are called {name}."
    families = Counter(e.name.en.split()[-1] for e in world.plan.entities.values() if e.human)
    for name, count in families.items():
        if count > 1:
            yield f"{count} persons are called {name}."


def _descriptions(world: MadeWorld) -> Iterator[str]:
    """What a question describes is one thing, in the world and in its variants."""
    states = {"": world.plan.state} | {f"{name}: ": variant.state for name, variant in world.variant_plans.items()}
    for where, state in states.items():
        for question in world.plan.questions:
            for key in question.described:
                found = fitting(key, state)
                if found != {key[0]} or state[key] != world.plan.state[key]:
                    yield f"{where}{question.id}: the {key[1]} of {key[0]} describes {sorted(found)}."


def _dates(world: MadeWorld) -> Iterator[str]:
    """What supersedes is younger than what it supersedes."""
    dates: dict[Key, list[str]] = {}
    for passage in world.plan.passages:
        for key in passage.facts():
            dates.setdefault(key, []).append(passage.date)
    for old in (key for key in world.plan.state if key[1].startswith("old ")):
        before = dates.get(old, [])
        after = dates.get((old[0], old[1].removeprefix("old ")), [])
        if not before or not after or max(before) >= min(after):
            yield f"{old}: said on {before}, superseded on {after}."


def _golds(
    where: str, passages: Sequence[Line], golds: Mapping[str, Line], plans: Mapping[str, QuestionPlan], world: MadeWorld
) -> Iterator[str]:
    texts = {line["id"]: says(line) for line in passages}
    kinds = {line["id"]: line["kind"] for line in passages}
    for name, gold in golds.items():
        plan, answers, relevance = plans[name], gold["answers"], gold["relevance"]
        unknown = set(relevance) - set(texts)
        if unknown:
            yield f"{where}{name}: there are no passages {sorted(unknown)}."
            continue
        best = [passage for passage, grade in relevance.items() if grade == 3]
        if not answers:
            if best:
                yield f"{where}{name}: it has no answer, and {best} are graded 3."
            yield from (f"{where}{name}: {problem}" for problem in _unanswerable(plan, texts, world))
            continue
        if not best:
            yield f"{where}{name}: no passage is graded 3."
        firm = _firm(answers) if world.plan.writing.forms else answers[:1]
        for passage in best:
            if not any(stands_in(answer, texts[passage]) for answer in (answers if world.plan.writing.forms else firm)):
                yield f"{where}{name}: {answers[0]!r} does not stand in {passage}."
        if plan.type in ("image", "audio") and {kinds[passage] for passage in best} != {plan.type}:
            yield f"{where}{name}: the answer of a question of type {plan.type} stands elsewhere too."
        if not plan.among:
            for passage, grade in relevance.items():
                if grade < 3 and any(stands_in(answer, texts[passage]) for answer in firm):
                    yield f"{where}{name}: {answers[0]!r} stands in {passage}, which is graded {grade}."


def _firm(answers: Sequence[str]) -> list[str]:
    """The first answer, and those that hardly mean anything else: of two words, or times of day."""
    return [*answers[:1], *(answer for answer in answers[1:] if ":" in answer or len(_tokens(answer)) > 1)]


def _unanswerable(plan: QuestionPlan, texts: Mapping[str, str], world: MadeWorld) -> Iterator[str]:
    """What does not exist is named nowhere."""
    if plan.type != "unanswerable" or plan.about:
        return
    named = {e.full(plan.language) for e in world.plan.entities.values() if e.full(plan.language) in plan.text}
    for name in named:
        for passage, text in texts.items():
            if stands_in(name.removeprefix("the "), text):
                yield f"{name}, which does not exist, is named in {passage}."


def _variant(name: str, variant: Mapping[str, Any], golds: Mapping[str, Line], world: MadeWorld) -> Iterator[str]:
    """What each variant promises."""
    targets = world.variant_plans[name].targets
    for target in targets:
        before, after = golds[target]["answers"], variant["questions"][target]["answers"]
        if name == "edited" and (not after or after[0] == before[0]):
            yield f"{target}: the answer is still {before[0]!r}."
        if name == "deleted" and after:
            yield f"{target}: there is still an answer, {after[0]!r}."
        if name == "distracted" and (after != before or len(variant["add"]) < len(targets)):
            yield f"{target}: the answer changed, or there is no distractor for it."
