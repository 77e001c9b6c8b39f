"""Counterfactual variants: facts edited, facts deleted, distractors added."""

from __future__ import annotations

from collections import Counter

import pytest
from worlds_at_hand import SEEDS, world

from autograder.worlds.checking import applied, says, stands_in
from autograder.worlds.counterfactuals import QUOTAS

NAMES = ("edited", "deleted", "distracted")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_each_is_about_ten_questions_of_all_sorts(seed: str, name: str) -> None:
    made = world(seed)
    lines = {line["id"]: line for line in made.questions}
    targets = [lines[target] for target in made.variant_plans[name].targets]
    assert sum(QUOTAS.values()) - 2 <= len(targets) <= sum(QUOTAS.values())
    assert len({line["type"] for line in targets}) >= 8
    assert {line["language"] for line in targets} == {"en", "he"}
    assert {line["id"] for line in targets} <= set(made.variants[name]["questions"])
    assert len(made.variants[name]["questions"]) <= 25


@pytest.mark.parametrize("seed", SEEDS)
def test_only_what_changes_is_listed(seed: str) -> None:
    made = world(seed)
    before = {line["id"]: line for line in made.questions}
    for name in NAMES:
        for key, gold in made.variants[name]["questions"].items():
            same = all(gold[field] == before[key][field] for field in ("answers", "relevance"))
            assert not same or key in made.variant_plans[name].targets


@pytest.mark.parametrize("seed", SEEDS)
def test_edited(seed: str) -> None:
    made = world(seed)
    variant = made.variants["edited"]
    assert not variant["remove"] and not variant["add"]
    assert {line["kind"] for line in variant["replace"]} == {"text", "image", "audio"}
    texts = {line["id"]: says(line) for line in made.passages}
    changed = {line["id"]: says(line) for line in variant["replace"]}
    assert all(texts[name] != text for name, text in changed.items())
    before = {line["id"]: line for line in made.questions}
    for target in made.variant_plans["edited"].targets:
        old, new = before[target]["answers"], variant["questions"][target]["answers"]
        assert new and not set(old) & set(new)
        best = [name for name, grade in variant["questions"][target]["relevance"].items() if grade == 3]
        assert all(stands_in(new[0], changed.get(name, texts[name])) for name in best)


@pytest.mark.parametrize("seed", SEEDS)
def test_deleted(seed: str) -> None:
    made = world(seed)
    variant = made.variants["deleted"]
    assert not variant["replace"] and not variant["add"]
    kinds = {line["id"]: line["kind"] for line in made.passages}
    assert {kinds[name] for name in variant["remove"]} == {"text", "image", "audio"}
    left = {line["id"] for line in applied(made.passages, variant)}
    before = {line["id"]: line for line in made.questions}
    for target in made.variant_plans["deleted"].targets:
        gold = variant["questions"][target]
        assert gold["answers"] == [] and set(gold["relevance"]) <= left
        if before[target]["type"] not in ("comparison", "two_hop"):
            gone = {name for name, grade in before[target]["relevance"].items() if grade >= 2}
            assert gone <= set(variant["remove"])  # of what is out of date nothing is left either


@pytest.mark.parametrize("seed", SEEDS)
def test_distracted(seed: str) -> None:
    made = world(seed)
    variant, plan = made.variants["distracted"], made.variant_plans["distracted"]
    assert not variant["replace"] and not variant["remove"]
    assert len(variant["add"]) == len(plan.targets)
    assert {line["kind"] for line in variant["add"]} == {"text", "image", "audio"}
    known = {line["id"] for line in made.passages}
    assert not known & {line["id"] for line in variant["add"]}
    before = {line["id"]: line for line in made.questions}
    for key, gold in variant["questions"].items():
        assert gold["answers"] == before[key]["answers"] and gold["relevance"] == before[key]["relevance"]
    facts = {key for passage in plan.passages if passage.id not in known for key in passage.facts()}
    for target in plan.targets:
        question = next(q for q in made.plan.questions if q.id == target)
        relations = {key[1] for key in (question.answer, *question.among) if key}
        kinds = {made.plan.entities[key[0]].kind for key in facts if key[1] in relations}
        assert kinds, target
    for subject, relation in facts:
        original = [value for key, value in made.plan.state.items() if key[1] == relation]
        assert original, relation
        assert subject not in {key[0] for p in made.plan.passages for key in p.facts()}


def test_doubles_have_similar_names() -> None:
    """Most share a word, or the beginning, with a thing that the world has."""
    alike = Counter()
    for seed in SEEDS:
        made = world(seed)
        known = {name for p in made.plan.passages for name in p.subjects()}
        words = {word for name in known for word in made.plan.entities[name].name.en.split()}
        beginnings = {word[:3] for word in words}
        plan = made.variant_plans["distracted"]
        new = {name for p in plan.passages for name in p.subjects()} - known
        for name in new:
            own = made.plan.entities[name].name.en.split()
            alike[bool(set(own) & words) or own[0][:3] in beginnings] += 1
    assert alike[True] > 0.85 * sum(alike.values())


def test_media_of_variants_have_files_and_transcripts() -> None:
    from autograder.worlds.media import content_hash

    made = world()
    for variant in made.variants.values():
        for line in (*variant["replace"], *variant["add"]):
            if line["kind"] != "text":
                assert made.transcripts[content_hash(made.media[line["file"]])] == line["said"]
