"""The same seed gives the same bytes, on any run of Python; another seed gives another world."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest
from worlds_at_hand import ROOT, SEEDS, world

from autograder.worlds import make_world
from autograder.worlds.media import Placeholders
from autograder.worlds.writing import world_files

PROGRAM = """
import hashlib, sys
from autograder.worlds import make_world
from autograder.worlds.writing import world_files
for name, content in sorted(world_files(make_world(sys.argv[1], media=False)).items()):
    print(name, hashlib.sha256(content).hexdigest())
"""


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_same_seed_same_bytes_whatever_the_hash_seed(seed: str) -> None:
    here = [f"{name} {hashlib.sha256(data).hexdigest()}" for name, data in sorted(world_files(world(seed)).items())]
    for hash_seed in ("1", "271828"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, seed],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines() == here


def test_another_seed_another_world() -> None:
    one, two = world(SEEDS[0]), world(SEEDS[1])
    assert one.plan.place != two.plan.place
    assert {line["text"] for line in one.questions if line["text"]}.isdisjoint(
        {line["text"] for line in two.questions if line["text"]}
    )


def test_the_text_does_not_depend_on_the_media(monkeypatch: pytest.MonkeyPatch) -> None:
    class Engines(Placeholders):
        def __init__(self, progress: object) -> None:
            pass

        def passage(self, plan, rendered):
            content, _text = super().passage(plan, rendered)
            return content + b"drawn", "what an engine read"

        def question(self, text, name, voice):
            content, _text = super().question(text, name, voice)
            return content + b"spoken", "what an engine heard"

    monkeypatch.setattr("autograder.worlds.world.Studio", Engines)
    seen = make_world(SEEDS[0], media=True)
    assert (seen.passages, seen.questions, seen.variants) == (
        world().passages,
        world().questions,
        world().variants,
    )
    assert set(seen.media) == set(world().media)
    assert set(seen.transcripts.values()) == {"what an engine read", "what an engine heard"}
