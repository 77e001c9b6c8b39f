"""Counterfactual variants of a world: how they are read, and what they make of systems that read, remember or give up."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_world import rag_contract, rag_variants, recording, small_world, write

Run = Callable[[Any, list[Any]], dict[str, Any]]


def line(folder: Path, id: str) -> dict[str, Any]:
    lines = map(json.loads, (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines())
    return next(one for one in lines if one["id"] == id)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small world with a fact edited in a text and one in a recording, two deleted, and a distractor."""
    folder = write(small_world(), tmp_path / "world")
    ferry, pool = line(folder, "t0"), line(folder, "a1")
    ferry["text"] = ferry["text"].replace("09:10", "10:55")
    pool |= {"said": pool["said"].replace("11:05", "17:25"), "file": "a1_edited.wav"}
    (folder / "media" / "a1_edited.wav").write_bytes(recording(99))
    transcripts = json.loads((folder / "transcripts.json").read_text(encoding="utf-8"))
    transcripts[rag_contract.content_hash(recording(99))] = "opens at 17:25"
    (folder / "transcripts.json").write_text(json.dumps(transcripts), encoding="utf-8")
    bus = line(folder, "t1") | {"id": "x1", "text": "The bus to Brackley leaves at 06:06."}
    variants = {
        "edited": {
            "replace": [ferry, pool],
            "remove": [],
            "add": [],
            "questions": {
                "q00": {"answers": ["10:55"], "relevance": {"t0": 3}},
                "q06": {"answers": ["17:25"], "relevance": {"a1": 3}},
                "q04": {"answers": ["09:11"], "relevance": {"t1": 3, "t0": 1}},
            },
        },
        "deleted": {
            "replace": [],
            "remove": ["t1", "i1"],
            "add": [],
            "questions": {
                "q04": {"answers": [], "relevance": {}},
                "q05": {"answers": [], "relevance": {}},
                "q00": {"answers": ["09:10"], "relevance": {"t0": 3}},
            },
        },
        "distracted": {
            "replace": [],
            "remove": [],
            "add": [bus],
            "questions": {"q04": {"answers": ["09:11"], "relevance": {"t1": 3, "x1": 1}}},
        },
    }
    (folder / "variants.json").write_text(json.dumps(variants), encoding="utf-8")
    return folder


def test_variants_are_about_the_questions_whose_answers_change(folder: Path) -> None:
    variants = rag_variants.load_variants(folder)
    assert {name: variant["questions"] for name, variant in variants.items()} == {
        "edited": ["q00", "q06"],
        "deleted": ["q04", "q05"],
        "distracted": ["q04"],
    }
    ids = {name: [one["id"] for one in variant["world"]["corpus"]["passages"]] for name, variant in variants.items()}
    before = [one["id"] for one in rag_contract.load_world(folder)["corpus"]["passages"]]
    assert ids["edited"] == before and ids["distracted"] == [*before, "x1"]
    assert ids["deleted"] == [id for id in before if id not in ("t1", "i1")]
    edited = variants["edited"]["world"]
    assert edited["said"]["a1"].startswith("The swimming pool of Brack opens at 17:25")
    assert next(one for one in edited["corpus"]["passages"] if one["id"] == "a1")["content"] == recording(99)
    assert edited["gold"]["q04"]["answers"] == ["09:11"] and edited["gold"]["q00"]["answers"] == ["10:55"]
    assert variants["deleted"]["world"]["gold"]["q05"]["type"] == "unanswerable"
    assert variants["distracted"]["added"] == ["x1"]


def test_a_zip_file_holds_the_same(folder: Path) -> None:
    with zipfile.ZipFile(folder.parent / "worlds.zip", "w") as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(file, file.relative_to(folder.parent).as_posix())
    with zipfile.ZipFile(folder.parent / "worlds.zip") as archive:
        path = zipfile.Path(archive, "world/")
        assert rag_contract.load_world(path) == rag_contract.load_world(folder)
        assert rag_variants.load_variants(path) == rag_variants.load_variants(folder)
        with pytest.raises(rag_contract.ContractError, match="cannot be read"):
            rag_contract.load_world(zipfile.Path(archive, "elsewhere/"))


def test_a_broken_variant_is_an_error_with_its_place(folder: Path) -> None:
    (folder / "variants.json").write_text('{"edited": {"replace": [{"id": "t0"}]}}', encoding="utf-8")
    with pytest.raises(rag_contract.ContractError, match=r"variants\.json: KeyError: 'kind'"):
        rag_variants.load_variants(folder)
    (folder / "variants.json").unlink()
    assert rag_variants.load_variants(folder) == {}


def answering(world: Any, say: Callable[[Any, dict[str, Any]], tuple[str, list[str]]]) -> Run:
    """A system from a function of (gold of the world as it was, passages) -> (text, citations); no text: it abstains."""

    def run(corpus: Any, queries: list[Any]) -> dict[str, Any]:
        passages = {one["id"]: one for one in corpus["passages"]}
        outputs = {}
        for query in queries:
            text, cited = say(world["gold"][query["id"]], passages | {"": corpus["transcripts"]})
            answer = {"text": text, "citations": cited, "abstained": not text, "confidence": 0.5}
            outputs[query["id"]] = {"ranking": cited, "answer": answer, "error": ""}
        return outputs

    return run


def test_what_variants_make_of_systems(folder: Path) -> None:
    world, variants = rag_contract.load_world(folder), rag_variants.load_variants(folder)

    def reads(gold: Any, passages: dict[str, Any]) -> tuple[str, list[str]]:
        """Finds the right passages, as they are now; what it reads there has the form of the old answer."""
        places = [id for id, grade in gold["relevance"].items() if grade == 3 and id in passages]
        if not places or not gold["answers"]:
            return "", []
        says = rag_contract.readable_text(passages[places[0]], passages[""])
        time = re.search(r"\d\d:\d\d", says) if ":" in gold["answers"][0] else None
        return (time[0] if time else gold["answers"][0]), places

    def remembers(gold: Any, passages: dict[str, Any]) -> tuple[str, list[str]]:
        known = [id for id, grade in gold["relevance"].items() if grade == 3 and id in passages]
        return (gold["answers"] or [""])[0], known if gold["answers"] else []

    def gives_up(gold: Any, passages: dict[str, Any]) -> tuple[str, list[str]]:
        return "", []

    def is_distracted(gold: Any, passages: dict[str, Any]) -> tuple[str, list[str]]:
        text, cited = reads(gold, passages)
        return text, ["x1", *cited] if text and "x1" in passages else cited

    found = {
        say.__name__: rag_variants.counterfactuals(answering(world, say), world, variants)
        for say in (reads, remembers, gives_up, is_distracted)
    }
    assert set(found["reads"].values()) == {1.0}
    assert found["remembers"] == dict.fromkeys(found["reads"], 0.0) | {"distracted": 1.0}
    assert set(found["gives_up"].values()) == {0.0}
    assert found["is_distracted"] == found["reads"] | {"distracted": 0.0}


def test_withheld_passages_leave_their_transcripts_behind() -> None:
    """So a system that reads transcripts and not passages is found out: its score does not fall."""
    world = small_world()
    ids = rag_variants.only_in(world, "audio")
    assert ids == [id for id, gold in world["gold"].items() if gold["type"] == "audio"]
    corpus = rag_contract.without(world["corpus"], "audio")
    assert len(corpus["passages"]) == 22 and corpus["transcripts"] == world["corpus"]["transcripts"]
