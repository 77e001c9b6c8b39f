"""Assignment 6, Part I: what the notebook says of its island is what its cells print, with and without an encoder."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.authoring.assignment import Assignment, load_assignment
from autograder.authoring.solution_marks import solution_source
from autograder.grading.staging import given_files
from autograder.judge.reference import importable, load_reference

KIT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return load_assignment(KIT / "solutions" / "06_rag_project", KIT / "autograder" / "tests" / "06_rag_project")


@pytest.fixture(scope="module")
def names(assignment: Assignment) -> Iterator[dict[str, Any]]:
    with given_files(assignment) as folder, importable(folder):
        yield load_reference(assignment, folder)


def cell(assignment: Assignment, id: str) -> str:
    return solution_source(next(cell.source for cell in assignment.master.cells if cell.id == id))


@pytest.fixture(scope="module")
def island(assignment: Assignment, names: dict[str, Any]) -> dict[str, Any]:
    """The notebook's names after the demonstrations that need no encoder, and what they printed, under "said"."""
    own, said = dict(names), {}
    for id in ("island", "index-look", "search", "measures-look", "ndcg-look", "expand-look", "fusion-look"):
        said[id] = run_cell(assignment, id, own | {"meanings": None}, own)
    for id in ("rerank-look", "chunk-look", "prompt-look", "answer-look", "threshold"):
        said[id] = run_cell(assignment, id, own, own)
    return own | {"said": said}


def run_cell(assignment: Assignment, id: str, given: dict[str, Any], into: dict[str, Any]) -> str:
    into.update(given)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(cell(assignment, id), id, "exec"), into)
    return printed.getvalue()


def test_without_the_encoder_the_notebook_says_how_to_get_it(assignment: Assignment, island: dict[str, Any]) -> None:
    from encoder import EncoderMissingError

    def missing(texts: list[str]) -> None:
        raise EncoderMissingError("pip install it")

    own = dict(island)
    said = run_cell(assignment, "dense-look", {"graded": False, "embed": missing}, own)
    assert said.strip() == "pip install it"
    assert own["meanings"] is None
    assert "fused" not in run_cell(assignment, "fusion-look", {}, own)


def test_nothing_is_encoded_while_a_grader_runs_the_notebook(assignment: Assignment, island: dict[str, Any]) -> None:
    def never(texts: list[str]) -> None:
        raise AssertionError("encoded while graded")

    assert run_cell(assignment, "dense-look", {"graded": True, "embed": never}, dict(island)) == ""


def test_what_the_text_says_of_the_island(island: dict[str, Any]) -> None:
    said = island["said"]
    assert "nothing found" in said["search"] and said["search"].index("p01") < said["search"].index("p11")
    assert "q03  0.00  0.00  0.00  0.00    nothing found" in said["measures-look"]
    short, long = said["expand-look"].split("When")
    assert "p07" not in short.split("after")[0] and "p07" in short.split("after")[1]
    assert "freight" in long and long.split("before: ")[1].startswith("['p01'")
    assert long.split("after:  ")[1].startswith("['p11'")
    assert "k = 60: {'b'" in said["fusion-look"] and "k =  0: {'a'" in said["fusion-look"]
    assert "BM25:      ['x1', 'x2']\nre-ranked: ['x2', 'x1']" in said["rerank-look"]
    without, overlapping = said["chunk-look"].split("overlap 1")
    assert "lighthouse.  It" not in without and "Bus 17 serves the lighthouse.  It leaves" in overlapping


def test_what_the_text_says_of_the_answers(island: dict[str, Any]) -> None:
    answers = dict(re.findall(r"^(q\d\d).*\n +(.*?)   \(right", island["said"]["answer-look"], flags=re.MULTILINE))
    assert answers["q15"] == "09:40  ['p01']"
    for query in ("q02", "q03", "q14", "q16"):
        assert answers[query] == "I don't know"
    rows = [[float(number) for number in line.split()] for line in island["said"]["threshold"].splitlines()[1:]]
    assert all(sum(row[1:]) == 16 for row in rows)
    right, wrong = [row[1] for row in rows], [row[2] for row in rows]
    assert right == sorted(right, reverse=True) and wrong == sorted(wrong, reverse=True)
    assert wrong[0] > wrong[-1] == 0 and right[0] > right[-1] > 0


def test_the_worked_numbers_of_the_text(names: dict[str, Any]) -> None:
    solution = SimpleNamespace(**names)
    index = solution.build_index({f"d{n}": ["all"] + ["half"] * (n < 10) + ["one"] * (n < 1) for n in range(20)})
    assert [round(solution.idf(index, term), 2) for term in ("one", "half", "all")] == [2.64, 0.69, 0.02]
    marks = ["a", "b", "c", "d", "e"]
    assert solution.precision_at(marks, {"b": 1, "d": 1, "z": 1}, 4) == 0.5
    assert solution.average_precision(marks, {"b": 1, "d": 1, "z": 1}) == pytest.approx(1 / 3)
    assert solution.ndcg_at(["a", "b", "x"], {"a": 1, "b": 3, "c": 2}, 3) == pytest.approx(0.61, abs=0.005)
    weights = {"last": 1.0, "ferry": 2.0, "winter": 2.0}
    assert solution.coverage(list(weights), ["last", "ferry", "leave"], weights) == pytest.approx(0.6)
    four = "a a a a. b b b. c c c c. d d."
    assert [four[start:end] for start, end in solution.chunk(four, 7, 1)] == [
        "a a a a. b b b.",
        "b b b. c c c c.",
        "c c c c. d d.",
    ]
