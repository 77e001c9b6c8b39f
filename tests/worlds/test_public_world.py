"""datasets/public_world: what students get is the world of the published seed, with media that engines can make out."""

from __future__ import annotations

import json

import pytest
from worlds_at_hand import ROOT, contract, world

from autograder.worlds.hidden import PUBLIC_SEED
from autograder.worlds.media import _share, content_hash
from autograder.worlds.rendering import render_passage

FOLDER = ROOT / "datasets" / "public_world"
MEGABYTE = 1_000_000


@pytest.mark.parametrize("name", ["passages.jsonl", "questions.jsonl"])
def test_its_text_is_that_of_the_seed(name: str) -> None:
    lines = [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
    made = world(PUBLIC_SEED)
    assert lines == (made.passages if name.startswith("passages") else made.questions)
    assert f"`{PUBLIC_SEED}`" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_it_loads_and_every_file_has_a_transcript() -> None:
    loaded = contract().load_world(FOLDER)
    transcripts = loaded["corpus"]["transcripts"]
    contents = [passage["content"] for passage in loaded["corpus"]["passages"] if passage["kind"] != "text"]
    contents += [content for query in loaded["queries"] for content in (query["image"], query["recording"]) if content]
    assert {content_hash(content) for content in contents} == set(transcripts)
    assert len(list((FOLDER / "media").iterdir())) == len(contents)


def test_it_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= 2.5 * MEGABYTE


def test_engines_make_out_the_facts_and_make_mistakes() -> None:
    loaded = contract().load_world(FOLDER)
    contents = {passage["id"]: passage["content"] for passage in loaded["corpus"]["passages"]}
    made = world(PUBLIC_SEED)
    shares, perfect = [], []
    for plan in made.plan.passages:
        if plan.kind != "text":
            rendered = render_passage(plan, made.plan, made.plan.state)
            transcript = loaded["corpus"]["transcripts"][content_hash(contents[plan.id])]
            shares.append(_share(rendered.facts, transcript))
            perfect.append(transcript == rendered.text)
    assert sum(shares) / len(shares) > 0.9 and min(shares) > 0.4
    assert not all(perfect)
