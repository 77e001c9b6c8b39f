"""Assignment 6, Part I: the solution against other libraries and against other ways of writing it."""

from __future__ import annotations

import builtins
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from margins import blunt, tight

from autograder.authoring.assignment import Assignment, load_assignment
from autograder.authoring.test_files import PUBLIC_SHARE, load_test_file
from autograder.authoring.variants import load_variants
from autograder.grading.staging import given_files
from autograder.judge.reference import importable, load_reference, run_source

KIT = Path(__file__).resolve().parents[2]
FOLDER = KIT / "solutions" / "06_rag_project"
ORACLES = {"bm25s", "ir_measures", "sklearn"}
PARTS = {
    "analyze": 6,
    "build_index": 3,
    "bm25_scores": 7,
    "rank": 2,
    "precision_recall": 3,
    "rank_measures": 5,
    "ndcg_at": 5,
    "expand_query": 4,
    "dense_ranking": 4,
    "reciprocal_rank_fusion": 4,
    "rerank": 3,
    "chunk": 5,
    "build_prompt": 3,
    "cited_answer": 6,
}
FEW = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return load_assignment(FOLDER, KIT / "autograder" / "tests" / "06_rag_project")


@pytest.fixture(scope="module")
def folder(assignment: Assignment) -> Iterator[Path]:
    with given_files(assignment) as path, importable(path):
        yield path


@pytest.fixture(scope="module")
def names(assignment: Assignment, folder: Path) -> dict[str, Any]:
    return load_reference(assignment, folder)


@pytest.fixture(scope="module")
def solution(names: dict[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(**names)


@pytest.fixture(scope="module")
def others(assignment: Assignment, names: dict[str, Any]) -> list[SimpleNamespace]:
    """Part I as the right variants write it."""
    found: list[Any] = []
    for variant in load_variants(assignment):
        if variant.kind == "right" and "analyze" in variant.exercises:
            own = dict(names)
            run_source(variant.source, own, variant.path.name)
            found.append(SimpleNamespace(**own))
    assert len(found) >= 2
    return found


# Points, and what tests may lean on.


def test_part_one_is_worth_sixty_points(assignment: Assignment) -> None:
    points = {exercise.name: exercise.points for exercise in assignment.exercises if exercise.name != "RagSystem"}
    assert points == PARTS and sum(points.values()) == 60
    for name in PARTS:
        cases = load_test_file(assignment.exercise(name).tests).cases
        assert sum(case.points for case in cases if not case.hidden) <= PUBLIC_SHARE * PARTS[name]


def test_public_cases_need_no_library_of_the_hidden_ones(
    assignment: Assignment, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A student's machine may lack them."""
    real = builtins.__import__

    def refusing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.split(".")[0] in ORACLES:
            raise ImportError(f"a public case imports {name}")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refusing)
    for name in PARTS:
        for case in load_test_file(assignment.exercise(name).tests).cases:
            if not case.hidden:
                case.function(**{argument: names.get(argument) for argument in case.arguments})


def test_no_wrong_solution_is_caught_by_a_hair(
    assignment: Assignment, folder: Path, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hidden case decides each, by 100 times what it tolerates; right solutions stay within half of that."""
    assert blunt(assignment, folder, names, monkeypatch, PARTS) == []
    assert tight(assignment, folder, names, monkeypatch, PARTS) == []


# Against other ways of writing it.

MIXED = st.text(alphabet="abesyu iES'’\"׳״־-_.,:0129\nמהבנלךש\u05b8\u05b7é", max_size=40)
TERMS = st.lists(st.sampled_from(["ferry", "pier", "נמל", "09:40", "bus"]), max_size=9)
DOCUMENTS = st.dictionaries(st.sampled_from([f"d{n}" for n in range(7)]), TERMS, max_size=7)


@FEW
@given(text=MIXED)
def test_terms_do_not_depend_on_how_the_rules_are_written(
    solution: SimpleNamespace, others: list[SimpleNamespace], text: str
) -> None:
    expected = solution.analyze(text)
    for other in others:
        assert other.analyze(text) == expected
    for form in ("NFC", "NFD"):
        assert solution.analyze(unicodedata.normalize(form, text)) == expected
    assert all(term and term not in ("", " ") and not re.search(r"\s", term) for term in expected)


@FEW
@given(text=st.text(alphabet="ab.!? \n\t1מ", max_size=60), words=st.integers(1, 7), overlap=st.integers(0, 3))
def test_chunks_do_not_depend_on_how_they_are_packed(
    solution: SimpleNamespace, others: list[SimpleNamespace], text: str, words: int, overlap: int
) -> None:
    spans = solution.sentence_spans(text)
    assert re.sub(r"\s", "", "".join(text[start:end] for start, end in spans)) == re.sub(r"\s", "", text)
    expected = solution.chunk(text, words, overlap)
    assert all(0 < len(text[start:end].split()) <= words for start, end in expected)
    for other in others:
        assert other.sentence_spans(text) == spans
        assert other.chunk(text, words, overlap) == expected


@FEW
@given(documents=DOCUMENTS, terms=TERMS, n_terms=st.integers(0, 4))
def test_search_does_not_depend_on_how_it_is_written(
    solution: SimpleNamespace, others: list[SimpleNamespace], documents: dict, terms: list, n_terms: int
) -> None:
    index = solution.build_index(documents)
    scores = solution.bm25_scores(index, terms)
    assert all(score > 0 for score in scores.values())
    for other in others:
        assert other.build_index(documents) == index
        assert other.bm25_scores(index, terms) == pytest.approx(scores)
        assert other.rank(scores, n_terms) == solution.rank(scores, n_terms)
        feedback = sorted(documents)[:2]
        assert sorted(other.expand_query(index, terms, feedback, 99)) == sorted(
            solution.expand_query(index, terms, feedback, 99)
        )
        fused = solution.reciprocal_rank_fusion([sorted(documents), sorted(scores)])
        assert other.reciprocal_rank_fusion([sorted(documents), sorted(scores)]) == pytest.approx(fused)


def test_the_whole_ranking_is_that_of_the_libraries(solution: SimpleNamespace) -> None:
    """Analysis to nDCG, on 200 documents: BM25 by bm25s, measures by ir-measures."""
    import bm25s
    import ir_measures

    dice = random.Random(5)
    words = ["ferries", "Pier", "prices", "נמל", "המעבורת", "09:40", "lamp's", *(f"word{n}" for n in range(60))]
    texts = {f"p{n:03}": " ".join(dice.choices(words, k=dice.randrange(3, 40))) for n in range(200)}
    documents = {name: solution.analyze(text) for name, text in texts.items()}
    index = solution.build_index(documents)
    model = bm25s.BM25(method="lucene", k1=1.5, b=0.75, dtype="float64")
    model.index(list(documents.values()), show_progress=False)
    rankings, judgements, judged, run = {}, {}, [], []
    for number in range(12):
        query = f"q{number}"
        terms = solution.analyze(" ".join(dice.sample(words, 3)))
        scores = dict(zip(documents, model.get_scores(terms).tolist(), strict=True))
        expected = sorted(
            (name for name in scores if scores[name] > 0), key=lambda name: (-round(scores[name], 9), name)
        )
        found = solution.bm25_scores(index, terms)
        rankings[query] = solution.rank({name: round(score, 9) for name, score in found.items()})
        assert rankings[query] == expected
        judgements[query] = {name: dice.randrange(4) for name in dice.sample(sorted(texts), 40)}
        judged += [ir_measures.Qrel(query, name, grade) for name, grade in judgements[query].items()]
        run += [ir_measures.ScoredDoc(query, name, -float(place)) for place, name in enumerate(rankings[query])]
    measures = {
        ir_measures.RR(rel=2): lambda ranking, relevance: solution.reciprocal_rank(ranking, relevance, 2),
        ir_measures.AP(rel=1): solution.average_precision,
        ir_measures.P(rel=3) @ 5: lambda ranking, relevance: solution.precision_at(ranking, relevance, 5, 3),
        ir_measures.R(rel=1) @ 20: lambda ranking, relevance: solution.recall_at(ranking, relevance, 20),
        ir_measures.nDCG @ 10: lambda ranking, relevance: solution.ndcg_at(ranking, relevance, 10),
    }
    expected_means = ir_measures.calc_aggregate(list(measures), judged, run)
    for measure, own in measures.items():
        assert solution.mean_over_queries(own, rankings, judgements) == pytest.approx(expected_means[measure], abs=1e-6)


# The given files.


def test_stop_words_are_in_the_form_that_analyze_compares(solution: SimpleNamespace) -> None:
    import stop_words

    assert len(stop_words.ENGLISH) > 100 and len(stop_words.HEBREW) > 100
    for word in stop_words.STOP_WORDS:
        assert solution.analyze(word) == solution.analyze(word.upper()) == []
        assert word == unicodedata.normalize("NFKD", word).casefold() and word.isalpha()
    assert solution.analyze("may second port north ים שם אי יום") != []


def test_vectors_do_not_depend_on_the_batch(folder: Path) -> None:
    from encoder import EncoderMissingError
    from text_vectors import embed

    texts = ["The ferry leaves at noon.", "A boat goes to the mainland at twelve o'clock.", "Tickets", "", "בשעה 09:40"]
    try:
        together = embed(texts)
    except EncoderMissingError:
        pytest.skip("the encoder is not on this machine")
    assert together.shape == (5, 384) and together.dtype == np.float32
    alone = np.concatenate([embed([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-4)
    near, far = together[0] @ together[1], together[0] @ together[2]
    assert near > far
    assert np.allclose(embed(["word " * 400]), embed(["word " * 900]), atol=1e-4)
