"""Demanding worlds: many things alike, which most questions describe and do not name."""

from __future__ import annotations

import functools
from collections import Counter

import pytest
from worlds_at_hand import SEEDS, world

from autograder.worlds import MadeWorld, make_world
from autograder.worlds.checking import says, stands_in
from autograder.worlds.describing import fitting, in_other_words
from autograder.worlds.lexicon.marks import PATRONS
from autograder.worlds.lexicon.words import rows
from autograder.worlds.values import MANNERS, Value, Writing, accepted, written


@functools.cache
def demanding() -> MadeWorld:
    return make_world(SEEDS[0], media=False, wording="held-out", profile="demanding")


def test_there_are_many_passages_and_no_more_media_than_in_a_plain_world() -> None:
    kinds, plain = (Counter(line["kind"] for line in made.passages) for made in (demanding(), world()))
    assert sum(kinds.values()) >= 500
    assert all(kinds[kind] <= plain[kind] for kind in ("image", "audio"))
    assert {line["language"] for line in demanding().passages} == {"en", "he"}


@pytest.mark.parametrize("language", ["en", "he"])
def test_half_of_the_questions_describe_and_name_nothing(language: str) -> None:
    plan = demanding().plan
    asked = [question for question in plan.questions if question.language == language]
    described = [question for question in asked if question.described]
    assert len(described) >= 0.35 * len(asked)
    for question in described:
        for name, _relation in question.described:
            assert plan.entities[name].full(language).removeprefix("the ") not in question.text


def test_a_description_fits_one_thing_in_the_world_and_in_its_variants() -> None:
    made = demanding()
    for state in (made.plan.state, *(variant.state for variant in made.variant_plans.values())):
        for question in made.plan.questions:
            assert all(fitting(key, state) == {key[0]} for key in question.described)


def test_an_english_description_by_a_mark_has_none_of_its_words() -> None:
    callings = [row[0] for row in rows(PATRONS, ";")]
    told = {wording: [in_other_words(one, wording) for one in callings] for wording in ("public", "held-out")}
    for texts in told.values():
        assert len(set(texts)) == len(callings) > 80
        assert all(not set(one.split()) & set(text.split()) for one, text in zip(callings, texts, strict=True))
    assert not set(told["public"]) & set(told["held-out"])


def test_names_are_shared_by_things_of_several_kinds() -> None:
    names = Counter(entity.name.en for entity in demanding().plan.entities.values() if not entity.human)
    assert sum(count for count in names.values() if count > 1) > 0.6 * sum(names.values())


def test_what_an_earlier_edition_says_is_no_answer() -> None:
    """Where a fact has changed, the older passage has grade 2 and not the answer."""
    made = demanding()
    texts = {line["id"]: line for line in made.passages}
    plans = {question.id: question for question in made.plan.questions}
    outdated = 0
    for line in made.questions:
        plan = plans[line["id"]]
        if not line["answers"] or plan.among or plan.through:
            continue
        for passage, grade in line["relevance"].items():
            facts = {key for one in made.plan.passages if one.id == passage for key in one.facts()}
            if plan.answer and (plan.answer[0], f"old {plan.answer[1]}") in facts:
                outdated += 1
                assert grade == 2 and not stands_in(line["answers"][0], says(texts[passage]))
    assert outdated >= 5


def test_long_documents_are_longer_than_the_encoder_reads() -> None:
    long = [line for line in demanding().passages if line["kind"] == "text" and len(line["text"].split()) > 150]
    assert {line["language"] for line in long} == {"en", "he"} and len(long) >= 8


@pytest.mark.parametrize(
    "value",
    [
        Value("time", (9, 40)), Value("time", (17, 15)), Value("time", (12, 0)), Value("price", 1250), Value("price", 1200),
        Value("price", 5650), Value("count", 1240), Value("count", 48), Value("count", 12.5), Value("day", (2040, 5, 3)),
        Value("date", (1903, 5, 21)), Value("weekday", 2), Value("year", 1894), Value("number", 512),
    ],
)  # fmt: skip
def test_every_form_that_passages_have_is_an_accepted_answer(value: Value) -> None:
    writing = Writing({}, ("crowns", "כתרים"), forms=True)
    for language in ("en", "he"):
        forms = {written(value, language, writing, manner) for manner in range(MANNERS)}
        assert forms <= set(accepted(value, language, writing))
