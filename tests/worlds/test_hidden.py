"""Hidden worlds: a zip of two worlds that share nothing with each other or with the public one."""

from __future__ import annotations

import json
import zipfile
from itertools import combinations
from pathlib import Path

import pytest
from worlds_at_hand import ROOT, contract, world

from autograder.errors import KitError
from autograder.worlds import MadeWorld
from autograder.worlds.hidden import PUBLIC_SEED, ZIP_NAME, hidden_worlds, write_hidden_worlds
from autograder.worlds.values import value_text

STORED = ROOT / "autograder" / "tests" / "06_rag_project" / ZIP_NAME
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def drawn() -> list[MadeWorld]:
    return hidden_worlds("a seed of the test", media=False)


def proper_names(made: MadeWorld) -> set[str]:
    names = {made.plan.place.en, made.plan.place.he}
    for entity in made.plan.entities.values():
        for language in ("en", "he"):
            names |= set(entity.name.text(language).split()) if entity.human else {entity.name.text(language)}
    for value in made.plan.state.values():
        if value.kind == "street":
            names |= set(value.data[2:])
    return names


def stated(made: MadeWorld) -> set[tuple[str, str]]:
    """Subject and value, as English text, of all facts."""
    return {
        (made.plan.entities[key[0]].full("en"), value_text(value, "en", made.plan.writing))
        for key, value in made.plan.state.items()
    }


def test_worlds_differ_in_every_fact(drawn: list[MadeWorld]) -> None:
    for one, two in combinations([world(PUBLIC_SEED), *drawn], 2):
        assert not proper_names(one) & proper_names(two)
        assert not stated(one) & stated(two)
        assert not {line.get("text") for line in one.passages if "text" in line} & {
            line.get("text") for line in two.passages if "text" in line
        }


def test_the_zip(drawn: list[MadeWorld], tmp_path: Path) -> None:
    path, _worlds = write_hidden_worlds(tmp_path, "a seed of the test", media=False)
    once = path.read_bytes()
    write_hidden_worlds(tmp_path, "a seed of the test", media=False)
    assert path.read_bytes() == once
    with zipfile.ZipFile(path) as archive:
        assert archive.read("seed.txt") == b"a seed of the test\n"
        archive.extractall(tmp_path)
        assert {info.date_time for info in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}
    for made in drawn:
        folder = tmp_path / made.plan.place.en.lower()
        loaded = contract().load_world(folder)
        assert len(loaded["queries"]) == len(made.questions)
        assert json.loads((folder / "variants.json").read_text(encoding="utf-8")) == made.variants


def test_a_new_term_is_a_new_seed(tmp_path: Path) -> None:
    seeds = set()
    for _ in range(2):
        path, worlds = write_hidden_worlds(tmp_path, media=False)
        with zipfile.ZipFile(path) as archive:
            seeds.add(archive.read("seed.txt").decode().strip())
    assert len(seeds) == 2 and all(len(seed) == 32 for seed in seeds)
    assert len(worlds) == 2


def test_no_folder_no_zip(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="no folder"):
        write_hidden_worlds(tmp_path / "nowhere", "x", media=False)


def test_what_is_stored_is_of_its_seed_small_and_unlike_the_public_world() -> None:
    assert STORED.stat().st_size <= 4 * MEGABYTE
    with zipfile.ZipFile(STORED) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    seed = files["seed.txt"].decode().strip()
    worlds = hidden_worlds(seed, media=False)
    assert {name.split("/")[0] for name in files} - {"seed.txt"} == {made.plan.place.en.lower() for made in worlds}
    for made in worlds:
        prefix = made.plan.place.en.lower()
        passages = [json.loads(line) for line in files[f"{prefix}/passages.jsonl"].decode().splitlines()]
        assert passages == made.passages
        assert json.loads(files[f"{prefix}/variants.json"]) == made.variants
        assert not proper_names(made) & proper_names(world(PUBLIC_SEED))
    public = b"".join(path.read_bytes() for path in (ROOT / "datasets" / "public_world").glob("*.*"))
    assert seed.encode() not in public


def test_the_seed_is_nowhere_else_in_the_repository() -> None:
    with zipfile.ZipFile(STORED) as archive:
        seed = archive.read("seed.txt").strip()
    for folder in ("autograder", "datasets", "docs", "solutions", "tests"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path != STORED and path.suffix in (".py", ".md", ".toml", ".json", ".jsonl", ".txt"):
                assert seed not in path.read_bytes(), path
