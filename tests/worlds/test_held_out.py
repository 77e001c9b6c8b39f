"""Held-out wordings: the same facts, and no sentence and no question that a public world has."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from worlds_at_hand import SEEDS, world

from autograder.worlds import MadeWorld, make_world
from autograder.worlds.texts import LEXICONS, Lexicon

RUN = 5
"""So many words in a row, slots counted, that two templates may not share."""


@functools.cache
def held_out(seed: str) -> MadeWorld:
    return make_world(seed, media=False, wording="held-out")


def words(template: str) -> tuple[str, ...]:
    """A template's words without case and punctuation; every slot is one word, of two forms the first counts."""
    template = re.sub(r"<(?:\w:)?([^<>|]*)\|[^<>|]*>", r"\1", template)
    return tuple(re.findall(r"_|[^\W_]+", re.sub(r"\{[^{}]*\}", " _ ", template).casefold()))


def strings(table: object) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict):
        for value in table.values():
            yield from strings(value)
    elif isinstance(table, list):
        for value in table:
            yield from strings(value)


def of_module(module: ModuleType, *names: str) -> Iterator[str]:
    for name in names:
        yield from strings(getattr(module, name, []))


def sentences(lexicon: Lexicon, language: str) -> set[tuple[str, ...]]:
    """Templates of all sentences of passages, posters and recordings."""
    found = [*strings(lexicon.statements[language])]
    found += of_module(lexicon.media[language], "POSTER", "SPEECH", "SLOGANS", "SPEECH_OPENERS")
    found += of_module(lexicon.prose[language], "OPENERS", "CHANGED", "TOUR", "DIRECTORY", "DIRECTORY_FIRST", "FILLERS")
    found += of_module(lexicon.prose[language], "CHART_TITLES")
    for table in ("MARKS", "NOTES", "EDITIONS", "ROUNDS"):
        found += strings(getattr(lexicon.descriptions, table)[language])
    return {words(text) for text in found}


def questions(lexicon: Lexicon, language: str) -> set[tuple[str, ...]]:
    """Templates of all questions, and of what stands before them."""
    asked = lexicon.questions[language]
    found = [*of_module(asked, "QUESTIONS", "COMPARISONS", "THROUGH", "DEIXIS", "PREFACES", "GREETINGS", "NOW")]
    found += [*strings(lexicon.unsaid[language]), *of_module(lexicon.prose[language], "CHART_QUESTIONS")]
    found += strings(lexicon.descriptions.CLAUSES[language])
    return {words(text) for text in found}


@pytest.mark.parametrize("language", ["en", "he"])
def test_no_template_of_a_held_out_world_is_public(language: str) -> None:
    for templates in (sentences, questions):
        public, other = templates(LEXICONS["public"], language), templates(LEXICONS["held-out"], language)
        assert len(other) > 100 and not public & other


@pytest.mark.parametrize("language", ["en", "he"])
def test_statements_and_questions_share_no_long_run_of_words(language: str) -> None:
    """Beyond what a name takes: nobody finds held-out sentences by pieces of public ones."""

    def runs(lexicon: Lexicon) -> set[tuple[str, ...]]:
        found = [words(text) for text in strings(lexicon.statements[language])]
        found += [words(text) for text in of_module(lexicon.questions[language], "QUESTIONS")]
        for table in ("MARKS", "CLAUSES"):
            found += [words(text) for text in strings(getattr(lexicon.descriptions, table)[language])]
        return {one[place : place + RUN] for one in found for place in range(len(one) - RUN + 1)}

    assert not runs(LEXICONS["public"]) & runs(LEXICONS["held-out"])


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_a_held_out_world_keeps_its_word_and_says_nothing_as_the_public_one_does(seed: str) -> None:
    """`make_world` draws again where the checker finds a problem, so what comes is without."""
    public = {
        sentence.template for passage in world(seed).plan.passages for sentence in (passage.heading, *passage.sentences)
    }
    used = {
        sentence.template
        for passage in held_out(seed).plan.passages
        for sentence in (passage.heading, *passage.sentences)
    }
    assert public & used <= {"{s}", ""}  # the name on a poster, the bars of a chart
    texts = {question.text for question in world(seed).plan.questions}
    assert len(texts) > 50 and not texts & {question.text for question in held_out(seed).plan.questions}


def test_the_facts_are_those_of_the_same_seed() -> None:
    """So that what a wording costs can be measured pair by pair."""
    public, other = world(SEEDS[0]).plan, held_out(SEEDS[0]).plan
    assert public.seed == other.seed and public.place == other.place
    drawn = {key for key in public.state.keys() & other.state.keys() if not key[1].startswith(("visitors:", "old "))}
    same = sum(public.state[key] == other.state[key] for key in drawn)
    assert len(drawn) > 400 and same >= 0.95 * len(drawn)  # which facts have changed is drawn with the passages
