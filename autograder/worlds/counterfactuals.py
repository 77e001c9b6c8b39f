"""Counterfactual variants of a world: facts edited, facts deleted, distractors added. Plans only; `world` renders them."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from autograder.worlds.entities import Entity
from autograder.worlds.facts import Maker, stream
from autograder.worlds.model import Key, PassagePlan, Plan, QuestionPlan, Sentence
from autograder.worlds.name_maker import Name
from autograder.worlds.rendering import STEP, outcome
from autograder.worlds.values import Value

QUOTAS = {
    "fact": 2, "comparison": 1, "two_hop": 1, "date": 1, "fresh": 1, "image": 2, "audio": 1, "shown": 1, "spoken": 1,
}  # fmt: skip
"""How many questions of each type a variant is about; the second of two is Hebrew."""


@dataclass
class VariantPlan:
    """A variant: the world's state and passages as they are in it.

    Args:
        targets: ids of the questions that it is about.
    """

    state: dict[Key, Value]
    passages: list[PassagePlan]
    targets: list[str] = field(default_factory=list)


def plan_variants(plan: Plan, maker: Maker) -> dict[str, VariantPlan]:
    """The three variants of a world."""
    return {
        "edited": _edited(plan, maker, stream(plan.seed, "edited")),
        "deleted": _deleted(plan, stream(plan.seed, "deleted")),
        "distracted": _distracted(plan, maker, stream(plan.seed, "distracted")),
    }


def _targets(
    plan: Plan, rng: random.Random, possible: Callable[[QuestionPlan], bool] = lambda _q: True
) -> list[QuestionPlan]:
    """Questions of mixed types and languages about different facts; Hebrew and English in turns where there are both."""
    chosen: list[QuestionPlan] = []
    used: set[str] = set()
    turn = 0
    for type_, count in QUOTAS.items():
        for _ in range(count):
            found = [q for q in plan.questions if q.type == type_ and not used & set(q.about) and possible(q)]
            wanted = ("en", "he")[turn % 2]
            found = [q for q in found if q.language == wanted] or found
            if found:
                question = rng.choice(found)
                chosen.append(question)
                used |= set(question.about)
                turn += 1
    return chosen


def _answer_key(question: QuestionPlan, plan: Plan) -> Key | None:
    if question.through and question.answer:
        return (plan.state[question.through].data, question.answer[1])
    return question.answer


def _edited(plan: Plan, maker: Maker, rng: random.Random) -> VariantPlan:
    state = dict(plan.state)
    targets = []
    for question in _targets(plan, rng):
        before, _ = outcome(question, plan, plan.passages, plan.state)
        if _edit(question, plan, maker, rng, state, before):
            targets.append(question.id)
    return VariantPlan(state, plan.passages, targets)


def _edit(
    question: QuestionPlan, plan: Plan, maker: Maker, rng: random.Random, state: dict[Key, Value], before: list[str]
) -> bool:
    """Change one fact so that the question's answer is another one."""
    key = rng.choice(question.among) if question.among else _answer_key(question, plan)
    if key is None or any(key in other.described for other in plan.questions):
        return False  # what describes a thing stays, or its question would ask for nothing
    entity = plan.entities[key[0]]
    original = state[key]
    taken = {v.data for (name, _relation), v in state.items() if name == key[0]}
    for _attempt in range(300):
        state[key] = _other_value(entity, key[1], plan, maker, rng)
        after, _ = outcome(question, plan, plan.passages, state)
        if state[key].data not in taken and after and after[0] != before[0]:
            return True
    state[key] = original
    return False


def _other_value(entity: Entity, relation: str, plan: Plan, maker: Maker, rng: random.Random) -> Value:
    if relation.startswith("visitors:"):
        return Value("count", rng.randrange(150, 990, 10))
    return maker.value(entity.kind, relation, entity.language)


def _deleted(plan: Plan, rng: random.Random) -> VariantPlan:
    """Of each type, the question whose passages can go with the least harm to other questions."""
    needs = {question.id: _needed(question, plan) for question in plan.questions}
    gone: set[str] = set()
    targets: list[str] = []
    for type_, count in QUOTAS.items():
        for number in range(count):
            left = [q for q in plan.questions if q.type == type_ and q.id not in targets and not gone & needs[q.id][0]]
            left = [q for q in left if q.language == ("en", "he")[number]] or left
            rng.shuffle(left)
            if left:
                question = min(left, key=lambda q: _harm(needs[q.id][1], needs))
                gone |= needs[question.id][1]
                targets.append(question.id)
    return VariantPlan(plan.state, [passage for passage in plan.passages if passage.id not in gone], targets)


def _needed(question: QuestionPlan, plan: Plan) -> tuple[set[str], set[str]]:
    """The passages with a fact that leads to the answer, and those that must go so that nobody can know it."""
    key = question.among[0] if question.among else _answer_key(question, plan)
    _answers, relevance = outcome(question, plan, plan.passages, plan.state)
    uses = {name for name, grade in relevance.items() if grade >= STEP}
    facts = {key, (key[0], f"old {key[1]}")} if key else set()
    return uses, {passage.id for passage in plan.passages if facts & set(passage.facts())}


def _harm(gone: set[str], needs: dict[str, tuple[set[str], set[str]]]) -> int:
    """How many questions lose a passage that leads to their answer."""
    return sum(bool(gone & uses) for uses, _going in needs.values())


def _distracted(plan: Plan, maker: Maker, rng: random.Random) -> VariantPlan:
    state = dict(plan.state)
    added: list[PassagePlan] = []
    targets = []
    for question in _targets(plan, rng):
        key = rng.choice(question.among) if question.among else _answer_key(question, plan)
        if key is None:
            continue
        model = next(passage for passage in reversed(plan.passages) if key in passage.facts())
        added.append(_double(plan, maker, rng, state, key, model))
        targets.append(question.id)
    numbered = enumerate(rng.sample(added, len(added)), start=len(plan.passages) + 1)
    passages = [*plan.passages, *(replace(passage, id=f"p{number:03d}") for number, passage in numbered)]
    return VariantPlan(state, passages, targets)


def _double(
    plan: Plan, maker: Maker, rng: random.Random, state: dict[Key, Value], key: Key, model: PassagePlan
) -> PassagePlan:
    """The passage that states a fact, written about something with a similar name and with other values."""
    original = plan.entities[key[0]]
    double = _similar(maker, original)
    sentences: list[Sentence] = []
    for sentence in (model.heading, *model.sentences):
        if sentence.subject not in ("", original.id):
            continue
        for relation in [*sentence.relations, *(["mark"] if sentence.form == "marked" else [])]:
            old = state[original.id, relation]
            while True:
                if relation.startswith("visitors:"):
                    value = Value("count", rng.randrange(150, 990, 10))
                else:
                    value = maker.value(original.kind, relation, original.language)
                if value.data != old.data:
                    break
            if relation != "mark" or (double.id, relation) not in state:
                state[double.id, relation] = value
        subject = double.id if sentence.subject else ""
        sentences.append(replace(sentence, subject=subject, old=False))
    date = datetime.date.fromisoformat(model.date) + datetime.timedelta(days=rng.randint(-20, 20))
    return replace(
        model, heading=sentences[0], sentences=tuple(sentences[1:]), date=date.isoformat(), style=rng.randrange(1000)
    )


def _similar(maker: Maker, original: Entity) -> Entity:
    if not original.human:
        return maker.entity(original.kind, original.language, near=original.name.en)
    other = maker.person(original.language)
    if other.gender == original.gender:  # the same given name, another family name
        given, family = (tuple(e.name.text(language).split() for language in ("en", "he")) for e in (original, other))
        name = Name(f"{given[0][0]} {family[0][1]}", f"{given[1][0]} {family[1][1]}")
        other = replace(other, name=name, written=name)
        maker.entities[other.id] = other
    return other
