"""The checker finds nothing in worlds as they are made, and finds what is broken on purpose."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable

import pytest
from worlds_at_hand import SEEDS, world

from autograder.worlds import MadeWorld
from autograder.worlds.checking import applied, problems, says, stands_in
from autograder.worlds.world import _drawn


@pytest.mark.parametrize("seed", SEEDS)
def test_no_problems(seed: str) -> None:
    assert problems(world(seed)) == []


def test_most_first_draws_are_good() -> None:
    """Were it otherwise, a wording table would be wrong, and `make_world` would hide it by drawing again."""
    assert sum(not problems(_drawn(seed, (), "public", "plain")) for seed in SEEDS) >= 6


def broken(change: Callable[[MadeWorld], None]) -> list[str]:
    made = world()
    copied = dataclasses.replace(
        made,
        passages=copy.deepcopy(made.passages),
        questions=copy.deepcopy(made.questions),
        variants=copy.deepcopy(made.variants),
    )
    change(copied)
    return problems(copied)


def one(made: MadeWorld, type_: str) -> dict:
    return next(line for line in made.questions if line["type"] == type_)


def passage(made: MadeWorld, name: str) -> dict:
    return next(line for line in made.passages if line["id"] == name)


def best(line: dict) -> str:
    return next(name for name, grade in line["relevance"].items() if grade == 3)


def test_an_answer_that_does_not_stand_there() -> None:
    def change(made: MadeWorld) -> None:
        line = one(made, "fact")
        passage(made, best(line))["text"] = "Nothing."

    assert any("does not stand in" in problem for problem in broken(change))


def test_an_answer_that_stands_in_a_passage_without_the_grade() -> None:
    def change(made: MadeWorld) -> None:
        line = one(made, "fresh")
        other = next(name for name, grade in line["relevance"].items() if grade < 3)
        passage(made, other)["text"] += f" {line['answers'][0]}."

    assert any("which is graded" in problem for problem in broken(change))


def test_an_invented_thing_that_is_named() -> None:
    def change(made: MadeWorld) -> None:
        plan = next(q for q in made.plan.questions if q.type == "unanswerable" and not q.about and q.language == "en")
        name = next(e.full("en") for e in made.plan.entities.values() if e.full("en") in plan.text)
        made.passages[0]["text" if made.passages[0]["kind"] == "text" else "said"] += f" See also {name}."

    assert any("does not exist" in problem for problem in broken(change))


def test_too_few_of_a_type() -> None:
    def change(made: MadeWorld) -> None:
        for line in made.questions:
            if line["type"] == "date":
                line["type"] = "fact"
        made.questions[0]["type"] = "date"

    assert any("of type date" in problem for problem in broken(change))


@pytest.mark.parametrize("trace", ["{s} opens.", "It is a iron ring.", "One.  Two.", "One. two."])
def test_traces_of_templates(trace: str) -> None:
    def change(made: MadeWorld) -> None:
        made.passages[0]["title"] = trace

    assert any("does not look like a text" in problem for problem in broken(change))


def test_a_picture_whose_fact_a_text_gives_away() -> None:
    def change(made: MadeWorld) -> None:
        line = one(made, "image")
        text = next(p for p in made.passages if p["kind"] == "text")
        text["text"] += f" {line['answers'][0]}."
        line["relevance"][text["id"]] = 3

    assert any("stands elsewhere too" in problem for problem in broken(change))


def test_a_variant_that_edits_nothing() -> None:
    def change(made: MadeWorld) -> None:
        target = made.variant_plans["edited"].targets[0]
        gold = next(line for line in made.questions if line["id"] == target)
        made.variants["edited"]["questions"][target]["answers"] = gold["answers"]

    assert any("the answer is still" in problem for problem in broken(change))


def test_unanswerable_relations_stand_nowhere() -> None:
    """No question of type unanswerable has its fact among those that passages state."""
    for seed in SEEDS:
        made = world(seed)
        for plan in made.plan.questions:
            if plan.type == "unanswerable":
                assert plan.answer is None and plan.through is None and not plan.among


def test_each_fact_has_one_current_value_in_all_passages() -> None:
    """Every passage that states a fact has its value, written as the facts have it; media included."""
    from autograder.worlds.values import value_text

    for seed in SEEDS[:5]:
        made = world(seed)
        lines = {line["id"]: line for line in made.passages}
        for plan in made.plan.passages:
            for key in plan.facts():
                text = value_text(made.plan.state[key], plan.language, made.plan.writing)
                if plan.language == "he" and made.plan.state[key].kind == "entity":
                    text = made.plan.entities[made.plan.state[key].data].name.he
                assert stands_in(text, says(lines[plan.id])), (seed, plan.id, key)


def test_applied_replaces_removes_and_adds() -> None:
    passages = [{"id": name, "kind": "text", "text": name} for name in "abc"]
    variant = {"replace": [{"id": "b", "kind": "text", "text": "new"}], "remove": ["a"], "add": [{"id": "d"}]}
    assert [line.get("text", "") for line in applied(passages, variant)] == ["new", "c", ""]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("09:40", "Doors open at 09:40.", True),
        ("9", "Doors open at 09:40, for 19.", False),
        ("12 crowns", "It costs 112 crowns.", False),
        ("רחוב טולמיר", "הוא עומד ברחוב טולמיר.", True),
        ("שישי", "ביום של חג", False),
        ("Heron", "The heron sleeps", True),
    ],
)
def test_stands_in(phrase: str, text: str, found: bool) -> None:
    assert stands_in(phrase, text) is found
