"""What the judge reads out of a student's code, and that no notebook makes it read for long."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.judge.notebook_cells import MAX_READ, NotebookCode

KIT = Path(__file__).resolve().parents[1] / "fixtures" / "engine_kit"
TOTAL = "def total(numbers):\n    return sum(numbers)"


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return find_assignment("10_probe", KIT)


def test_what_cells_answer_and_need(assignment: Assignment) -> None:
    cells = [
        "import math",
        TOTAL,
        "total([1])",
        "def half(x):\n    return total(x) / 2",
        "y = half([1])",
        "%%bash\ntotal",
    ]
    code = NotebookCode(cells, assignment)
    assert code.exercises == [None, "total", "total", "total", "total", "total"]
    assert code.defined == [set(), {"total"}, set(), {"half"}, {"y"}, set()]
    assert code.needed == [set(), set(), {"total"}, {"total"}, {"total"}, set()]
    assert code.needed_by(["y"]) == {"total"} and code.needed_by(["total", "unknown"]) == set()


def test_functions_that_call_each_other(assignment: Assignment) -> None:
    code = NotebookCode(["def a():\n    b()", "def b():\n    a(), total([])"], assignment)
    assert code.needed_by(["a"]) == code.needed_by(["b"]) == {"total"}


def test_a_cell_of_megabytes_is_not_read_and_the_others_are(assignment: Assignment) -> None:
    long = "total = 1\n" * (MAX_READ // 5)
    code = NotebookCode([long, TOTAL, "y = total([])"], assignment)
    assert code.defined == [set(), {"total"}, {"y"}]
    assert code.needed_by(["y"]) == {"total"}


def test_many_long_cells_are_not_read_all(assignment: Assignment) -> None:
    cells = [f"y{number} = total\n" * 5_000 for number in range(100)]
    read = sum(bool(names) for names in NotebookCode(cells, assignment).defined)
    assert 0 < read < 10


@pytest.mark.timeout(120)
def test_a_chain_of_helpers_as_long_as_is_read(assignment: Assignment) -> None:
    """Written down for each, what each of them uses would fill all memory."""
    count = 30_000
    code = NotebookCode(["a0 = total\n" + "".join(f"a{n + 1}=a{n}\n" for n in range(count))], assignment)
    assert code.needed_by([f"a{count}"]) == {"total"}
    assert code.needed == [{"total"}]


@pytest.mark.timeout(120)
def test_a_statement_of_many_names(assignment: Assignment) -> None:
    names = [f"n{number}" for number in range(30_000)]
    code = NotebookCode(["=".join(names) + "=total," + ",".join(names)], assignment)
    assert code.needed_by([names[-1]]) == {"total"}
