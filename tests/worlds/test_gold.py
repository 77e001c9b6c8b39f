"""Gold answers and grades, against an independent reading of the facts."""

from __future__ import annotations

import pytest
from worlds_at_hand import SEEDS, world

from autograder.worlds.checking import says
from autograder.worlds.values import value_text


@pytest.mark.parametrize("seed", SEEDS[:5])
def test_comparisons_name_the_one_that_wins(seed: str) -> None:
    made = world(seed)
    sizes = set()
    for plan, line in zip(made.plan.questions, made.questions, strict=True):
        if line["type"] != "comparison":
            continue
        values = {made.plan.entities[key[0]].full(line["language"]): made.plan.state[key].data for key in plan.among}
        assert len(set(values.values())) == len(values)
        ranked = sorted((value, name) for name, value in values.items())
        winner = ranked[-1 if plan.best == "max" else 0][1]
        assert winner in line["answers"]
        losers = set(values) - {winner}
        assert not losers & set(line["answers"])
        bare = {made.plan.entities[key[0]].name.text(line["language"]) for key in plan.among}
        assert all(name.split()[-1] in line["text"] for name in bare)
        assert sorted(line["relevance"].values())[-len(values) :].count(3) >= 1
        sizes.add(len(values))
    assert sizes <= {2, 3}


def test_some_comparisons_are_of_three() -> None:
    counts = [len(plan.among) for seed in SEEDS for plan in world(seed).plan.questions if plan.type == "comparison"]
    assert counts.count(3) >= len(SEEDS) and counts.count(2) >= len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_hops_need_two_passages(seed: str) -> None:
    made = world(seed)
    lines = {line["id"]: line for line in made.passages}
    for plan, line in zip(made.plan.questions, made.questions, strict=True):
        if line["type"] == "two_hop":
            assert {2, 3} <= set(line["relevance"].values())
            middle = made.plan.entities[made.plan.state[plan.through].data].full(line["language"])
            bare = middle.removeprefix("the ")
            assert bare not in line["text"]
            best = [name for name, grade in line["relevance"].items() if grade == 3]
            start = made.plan.entities[plan.through[0]].name.text(line["language"])
            assert all(start not in says(lines[name]) for name in best)


@pytest.mark.parametrize("seed", SEEDS)
def test_fresh_answers_are_the_later_ones(seed: str) -> None:
    made = world(seed)
    dates = {line["id"]: line["date"] for line in made.passages}
    forms = set()
    for plan, line in zip(made.plan.questions, made.questions, strict=True):
        if line["type"] == "fresh":
            new = [dates[name] for name, grade in line["relevance"].items() if grade == 3]
            old = [dates[name] for name, grade in line["relevance"].items() if grade == 2]
            assert old and new and max(old) < min(new)
            before = made.plan.state[plan.answer[0], f"old {plan.answer[1]}"]
            assert value_text(before, line["language"], made.plan.writing) not in line["answers"]
            forms |= {p.form for p in made.plan.passages if plan.answer in p.facts()}
    assert {"text", "poster", "speech"} <= forms


def test_facts_of_pictures_and_recordings_stand_nowhere_else() -> None:
    for seed in SEEDS:
        made = world(seed)
        kinds = {line["id"]: line["kind"] for line in made.passages}
        for line in made.questions:
            if line["type"] in ("image", "audio"):
                best = {kinds[name] for name, grade in line["relevance"].items() if grade == 3}
                assert best == {line["type"]}


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_question_words_are_not_simply_the_words_of_the_passage(seed: str) -> None:
    """Of the English questions of type fact, at most half of the words outside the name stand in the passage."""
    made = world(seed)
    lines = {line["id"]: line for line in made.passages}
    shares = []
    for plan, line in zip(made.plan.questions, made.questions, strict=True):
        if line["type"] in ("fact", "date") and line["language"] == "en":
            name = made.plan.entities[plan.answer[0]].full("en").lower().split()
            words = {word.strip("?.,'").lower() for word in line["text"].split()} - set(name)
            words -= {
                "the",
                "of",
                "is",
                "in",
                "to",
                "at",
                "on",
                "a",
                "does",
                "what",
                "which",
                "how",
                "one",
                "who",
                "it",
            }
            best = next(key for key, grade in line["relevance"].items() if grade == 3)
            there = {word.strip("?.,'").lower() for word in says(lines[best]).split()}
            shares.append(len(words & there) / max(1, len(words)))
    assert sum(shares) / len(shares) < 0.5
