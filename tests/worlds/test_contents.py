"""A world has what the project needs: kinds of passages, types of questions, languages, a round trip through the contract."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from worlds_at_hand import SEEDS, contract, world

from autograder.worlds import write_world
from autograder.worlds.checking import says
from autograder.worlds.questions import COUNTS
from autograder.worlds.values import value_text

TYPES = {"fact", "comparison", "two_hop", "date", "fresh", "image", "audio", "shown", "spoken", "unanswerable"}


@pytest.mark.parametrize("seed", SEEDS)
def test_types_and_languages(seed: str) -> None:
    questions = world(seed).questions
    types = Counter(line["type"] for line in questions)
    assert set(types) == TYPES and min(types.values()) >= 5 and types["unanswerable"] >= 10
    by_language = Counter((line["type"], line["language"]) for line in questions)
    assert by_language == {(t, lang): n for t, counts in COUNTS.items() for lang, n in counts.items() if n}
    hebrew = sum(line["language"] == "he" for line in questions) / len(questions)
    assert 55 <= len(questions) <= 75 and 0.3 <= hebrew <= 0.4


@pytest.mark.parametrize("seed", SEEDS)
def test_kinds_of_passages(seed: str) -> None:
    passages = world(seed).passages
    kinds = Counter((line["kind"], line["language"]) for line in passages)
    assert 85 <= len(passages) <= 105
    assert kinds["text", "en"] >= 40 and kinds["text", "he"] >= 24
    assert kinds["image", "en"] >= 6 and kinds["image", "he"] >= 4 and kinds["audio", "en"] >= 6
    assert not kinds["audio", "he"]
    for line in passages:
        assert (line["kind"] == "text") == ("text" in line) and re.fullmatch(r"20\d\d-\d\d-\d\d", line["date"])
        assert re.search("[א-ת]" if line["language"] == "he" else "[A-Za-z]", line["title"] + says(line))
        if line["language"] == "en":
            assert not re.search("[א-ת]", line["title"] + says(line)), line["id"]


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_what_questions_carry(seed: str) -> None:
    for line in world(seed).questions:
        if line["type"] == "spoken":
            assert line["text"] == "" and line["recording"] == f"{line['id']}.wav"
        if line["type"] == "shown":
            assert line["image"] == f"{line['id']}.png" and line["text"]
        if line["type"] not in ("spoken", "shown", "unanswerable"):
            assert line["text"] and "image" not in line and "recording" not in line
        assert bool(line["answers"]) == (line["type"] != "unanswerable")


def test_some_unanswerable_questions_are_spoken_or_carry_a_picture() -> None:
    lines = [line for line in world().questions if line["type"] == "unanswerable"]
    assert any("recording" in line for line in lines) and any("image" in line for line in lines)


def test_order_and_ids_tell_nothing() -> None:
    """Neighbours in the files are no more of one type, or of one kind, than chance would have it."""
    repeats, chance = 0, 0.0
    for seed in SEEDS:
        types = [line["type"] for line in world(seed).questions]
        repeats += sum(a == b for a, b in pairwise(types))
        chance += sum(n * (n - 1) for n in Counter(types).values()) / len(types)
    assert 0.7 < repeats / chance < 1.3


def test_a_shown_picture_does_not_tell_the_answer() -> None:
    for seed in SEEDS:
        made = world(seed)
        for plan, line in zip(made.plan.questions, made.questions, strict=True):
            if line["type"] == "shown":
                keys = {key for sentence in plan.picture.sentences for key in sentence.facts()}
                assert plan.answer not in keys
                shown = [value_text(made.plan.state[key], line["language"], made.plan.writing) for key in keys]
                assert line["answers"][0] not in shown


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_round_trip_through_the_contract(seed: str, tmp_path: Path) -> None:
    made = world(seed)
    loaded = contract().load_world(write_world(made, tmp_path / "w"))
    corpus = loaded["corpus"]
    assert [p["id"] for p in corpus["passages"]] == [line["id"] for line in made.passages]
    for passage, line in zip(corpus["passages"], made.passages, strict=True):
        text = contract().readable_text(passage, corpus["transcripts"])
        assert text == says(line)  # placeholders have perfect transcripts
        if passage["kind"] != "text":
            assert passage["text"] == "" and loaded["said"][passage["id"]] == line["said"]
    for query, line in zip(loaded["queries"], made.questions, strict=True):
        assert loaded["gold"][query["id"]]["answers"] == line["answers"]
        assert set(loaded["gold"][query["id"]]["relevance"].values()) <= {1, 2, 3}
        for content in (query["image"], query["recording"]):
            assert not content or contract().content_hash(content) in corpus["transcripts"]


def test_writing_again_leaves_no_old_media_and_touches_nothing_else(tmp_path: Path) -> None:
    folder = write_world(world(SEEDS[0]), tmp_path / "w")
    (folder / "README.md").write_text("mine")
    (folder / "media" / "photo.png").write_bytes(b"mine")
    write_world(world(SEEDS[1]), folder, variants=False)
    names = {path.name for path in (folder / "media").iterdir()}
    used = {
        line.get(k)
        for line in (*world(SEEDS[1]).passages, *world(SEEDS[1]).questions)
        for k in ("file", "image", "recording")
    }
    assert names == (used - {None}) | {"photo.png"}
    assert (folder / "README.md").read_text() == "mine"
