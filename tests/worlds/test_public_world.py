"""datasets/public_world and practice_world: what students get are the worlds of the published seeds, with media that engines can make out."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from worlds_at_hand import ROOT, contract, world

from autograder.worlds import make_world
from autograder.worlds.hidden import PROFILE, PUBLIC_SEED, WORDING
from autograder.worlds.media import _share, content_hash
from autograder.worlds.rendering import render_passage

FOLDER, PRACTICE = ROOT / "datasets" / "public_world", ROOT / "datasets" / "practice_world"
MEGABYTE = 1_000_000


@pytest.mark.parametrize("name", ["passages.jsonl", "questions.jsonl"])
def test_its_text_is_that_of_the_seed(name: str) -> None:
    lines = [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
    made = world(PUBLIC_SEED)
    assert lines == (made.passages if name.startswith("passages") else made.questions)
    assert f"`{PUBLIC_SEED}`" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_practice_world_is_that_of_its_seed_and_as_hidden_worlds_are_made() -> None:
    made = make_world("practice", media=False, avoid=world(PUBLIC_SEED).names, profile=PROFILE)
    for name, rows in (("passages.jsonl", made.passages), ("questions.jsonl", made.questions)):
        assert [json.loads(line) for line in (PRACTICE / name).read_text(encoding="utf-8").splitlines()] == rows
    assert "`practice`" in (PRACTICE / "README.md").read_text(encoding="utf-8")
    assert len(made.passages) >= 500 and WORDING != "public"


@pytest.mark.parametrize("folder", [FOLDER, PRACTICE], ids=lambda one: one.name)
def test_the_hashes_are_those_of_the_files(folder: Path) -> None:
    table = (folder / "README.md").read_text(encoding="utf-8")
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "README.md":
            assert hashlib.sha256(path.read_bytes()).hexdigest() in table, path


@pytest.mark.parametrize("folder", [FOLDER, PRACTICE], ids=lambda one: one.name)
def test_it_loads_and_every_file_has_a_transcript(folder: Path) -> None:
    loaded = contract().load_world(folder)
    transcripts = loaded["corpus"]["transcripts"]
    contents = [passage["content"] for passage in loaded["corpus"]["passages"] if passage["kind"] != "text"]
    contents += [content for query in loaded["queries"] for content in (query["image"], query["recording"]) if content]
    assert {content_hash(content) for content in contents} == set(transcripts)
    assert len(list((folder / "media").iterdir())) == len(contents)


@pytest.mark.parametrize("folder", [FOLDER, PRACTICE], ids=lambda one: one.name)
def test_it_is_small(folder: Path) -> None:
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= 2.6 * MEGABYTE


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
