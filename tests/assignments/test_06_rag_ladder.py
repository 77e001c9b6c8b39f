"""benchmarks/ladder.py: what it measured is what the docs say, and its arithmetic."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import ttest_1samp
from small_world import KIT

from autograder.authoring.catalogue import find_assignment

DOCS = KIT / "docs" / "rag_project.md"


@pytest.fixture(scope="module")
def ladder() -> Any:
    sys.path.insert(0, str(KIT / "benchmarks"))
    try:
        import ladder
    finally:
        sys.path.pop(0)
    return ladder


@pytest.fixture(scope="module")
def results(ladder: Any) -> dict[str, Any]:
    return json.loads(Path(ladder.RESULTS).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def test(ladder: Any) -> Any:
    return ladder.Test(find_assignment(ladder.NAME, KIT).exercise("RagSystem"))


def test_the_docs_have_the_tables_of_what_was_measured(ladder: Any, test: Any, results: dict[str, Any]) -> None:
    """With the bands of today: who changes these sees what it does to the ladder."""
    docs = DOCS.read_text(encoding="utf-8")
    rows = [line for line in ladder.tables(test, results).splitlines() if line.startswith("| ") and "--" not in line]
    assert len(rows) > 2 * len(ladder.WAYS)
    for row in rows:
        assert row in docs, row


def test_a_mean_has_the_interval_of_students_t(ladder: Any) -> None:
    values = [14.25, 15.5, 13.0, 16.75]
    interval = ttest_1samp(values, 0).confidence_interval(0.95)
    assert ladder.with_interval(values, 2) == f"14.88 ({interval.low:.2f} to {interval.high:.2f})"
    assert ladder.with_interval([3.0]) == "3.0"


def test_each_step_is_one_part(ladder: Any) -> None:
    """But for vectors alone, which stand in place of words."""
    for name, base in ladder.ADDED.items():
        way, other = ladder.WAYS[name], ladder.WAYS[base]
        differing = [field for field in way._fields if getattr(way, field) != getattr(other, field)]
        assert differing == ["words", "dense"] if name == "dense" else len(differing) == 1, name


def test_what_the_ladder_shows(ladder: Any, test: Any, results: dict[str, Any]) -> None:
    """With the bands of today: words and a plain reader do not do it, each part pays where it helps, and expressions do not."""
    points = ladder.points_of(test, results)
    assert max(points["shortcut_public_templates"].values()) <= 8
    assert max(points["shortcut_closed_ontology"].values()) <= 16
    assert 12 <= statistics.mean(points["BM25"].values()) <= 16
    for name in ("dense", "fused", "fused, chunks", "fused, chunks, expansion, re-ranked"):
        assert statistics.mean(ladder.gains_of(points, name)) >= 1.5, name
    assert statistics.mean(ladder.gains_of(points, "fused, chunks, expansion")) >= 1.4
    everything, words = points["fused, chunks, expansion, re-ranked"], points["BM25"]
    assert statistics.mean(everything[seed] - words[seed] for seed in everything) >= 5
    assert min(points["the reference"].values()) >= 36
