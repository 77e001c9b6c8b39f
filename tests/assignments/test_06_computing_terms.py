"""The real collection of assignment 6: what it holds, and what the notebook says of BM25, dense and fused on it."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from pathlib import Path

import ir_measures
import numpy as np
import pytest

from autograder.authoring.assignment import load_assignment
from autograder.grading.staging import given_files
from autograder.judge.reference import importable, load_reference, run_source

KIT = Path(__file__).resolve().parents[2]
FOLDER = KIT / "datasets" / "computing_terms"


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def test_the_collection_is_whole() -> None:
    passages, queries = rows("passages.tsv"), rows("queries.tsv")
    judged = list(ir_measures.read_trec_qrels(str(FOLDER / "qrels.txt")))
    assert {len(row) for row in passages} == {3} and {len(row) for row in queries} == {2}
    for found in (passages, queries):
        assert max(Counter(row[0] for row in found).values()) == 1
        assert max(Counter(row[-1] for row in found).values()) == 1
    assert {one.doc_id for one in judged} <= {row[0] for row in passages}
    assert {one.query_id for one in judged} == {row[0] for row in queries}
    assert np.load(FOLDER / "vectors.npy", allow_pickle=False).shape == (len(passages) + len(queries), 384)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_000_000


def test_no_query_names_what_it_asks_for() -> None:
    titles = {row[0]: row[1] for row in rows("passages.tsv")}
    queries = dict(rows("queries.tsv"))
    for one in ir_measures.read_trec_qrels(str(FOLDER / "qrels.txt")):
        title = re.escape(titles[one.doc_id].lower())
        assert not re.search(rf"\b{title}\b", queries[one.query_id].lower()), (queries[one.query_id], title)


def test_the_readme_counts_what_is_there() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    numbers = (len(rows("passages.tsv")), len(rows("queries.tsv")))
    judged = len((FOLDER / "qrels.txt").read_text(encoding="utf-8").splitlines())
    assert f"{numbers[0]:,} entries" in text and f"{numbers[1]} definitions" in text and f"{judged} judgements" in text
    assert f"({sum(numbers)}, 384)" in text


def test_the_vectors_are_the_encoders(monkeypatch: pytest.MonkeyPatch) -> None:
    with importable(KIT / "datasets"), importable(KIT / "solutions" / "06_rag_project"):
        from encoder import EncoderMissingError
        from text_vectors import embed

        (_, title, text), queries = rows("passages.tsv")[0], rows("queries.tsv")
        try:
            made = embed([f"{title}. {text}", queries[-1][1]])
        except EncoderMissingError:
            pytest.skip("the encoder is not on this machine")
    stored = np.load(FOLDER / "vectors.npy").astype(np.float32)[[0, -1]]
    assert np.allclose(made, stored, atol=2e-3)


def test_the_notebook_says_what_comes_out() -> None:
    assignment = load_assignment(KIT / "solutions" / "06_rag_project", KIT / "autograder" / "tests" / "06_rag_project")
    cells = {cell.id: cell.source for cell in assignment.master.cells}
    with given_files(assignment) as given, importable(given), contextlib.chdir(given):
        names = load_reference(assignment, given) | {"graded": True}
        run_source(cells["dictionaries"], names, "dictionaries")
        values = names["on_dictionaries"]()
    found = {name: f"{value:.2f}" for name, value in values.items()}
    assert set(found) == {"BM25", "dense", "fused"}
    said = re.search(r"BM25 (0\.\d\d), dense (0\.\d\d), fused (0\.\d\d)", cells["dictionaries-after"])
    assert said and said.groups() == tuple(found[name] for name in ("BM25", "dense", "fused"))
    assert values["BM25"] + 0.1 < values["fused"] < values["dense"]  # lifts the weaker far, the stronger not at all
    table = (KIT / "docs" / "rag_project.md").read_text(encoding="utf-8")
    for name, value in found.items():
        assert re.search(rf"^\| {name} \| {value} \|", table, re.M), name
