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
    assert code.defined == [{"math"}, {"total"}, set(), {"half"}, {"y"}, set()]
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


@pytest.mark.parametrize(
    ("cell", "defined", "needed"),
    [
        pytest.param(
            "def average(n):\n    return (total(n)\n        % 7)", {"average"}, {"total"}, id="operator first"
        ),
        pytest.param(
            "def average(n):\n    return (\n        total(n)\n        !=\n        7)", {"average"}, {"total"}, id="!="
        ),
        pytest.param("if True:\n    def average(n):\n        return total(n)", {"average"}, {"total"}, id="below if"),
        pytest.param("try:\n    average = total\nexcept NameError:\n    pass", {"average"}, {"total"}, id="in try"),
        pytest.param("for average in [total]:\n    pass", {"average"}, {"total"}, id="in for"),
        pytest.param("with open('x') as average:\n    total", {"average"}, {"total"}, id="in with"),
        pytest.param(
            "%matplotlib inline\nimport math\naverage = (total\n % 3)", {"average", "math"}, {"total"}, id="magic"
        ),
        pytest.param("%%time\ndef average(n):\n    return total(n)", {"average"}, {"total"}, id="timed"),
        pytest.param("%time average = total([1])", {"average"}, {"total"}, id="timed line"),
        pytest.param("!ls\naverage = total", {"average"}, {"total"}, id="shell command"),
        pytest.param("total?\naverage = 1", {"average"}, set(), id="question"),
        pytest.param("average = await total([1])", {"average"}, {"total"}, id="await"),
        pytest.param("average: int", set(), set(), id="only annotated"),
        pytest.param(
            "def average(n):\n    total = sum(n)\n    return total", {"average"}, set(), id="a local variable"
        ),
        pytest.param("def average(n):\n    return n.total", {"average"}, set(), id="an attribute"),
        pytest.param("%%bash\naverage=total", set(), set(), id="another language"),
        pytest.param("def average(n:\n  total", set(), set(), id="no Python"),
    ],
)
def test_however_it_is_written(assignment: Assignment, cell: str, defined: set[str], needed: set[str]) -> None:
    code = NotebookCode([cell], assignment)
    assert code.defined == [defined] and code.needed == [needed]
    assert code.exercises == ["average" if "average" in defined else None]


@pytest.mark.parametrize(
    "cell",
    [
        "from helpers import average",
        "from helpers import mean as average",
        "from helpers import *",
        "import helpers\naverage = helpers.mean",
        "import helpers as h\ndef average(n):\n    return h.mean(n)",
        "from more.helpers import average",
        "from more import helpers\naverage = helpers.average",
    ],
)
def test_what_is_imported_from_a_module_handed_in(assignment: Assignment, cell: str) -> None:
    module = b"from math import *\ndef mean(n):\n    return total(n) / len(n)\naverage = mean\n"
    for path in ("helpers.py", "more/helpers.py"):
        code = NotebookCode([TOTAL, cell], assignment, {path: module, "notes.txt": b"average = 1"})
        assert code.exercises == ["total", "average"]
        assert code.needed_by(["average"]) - {"average"} == {"total"}
    assert NotebookCode([TOTAL, cell], assignment).needed_by(["average"]) == set()


def test_modules_count_towards_what_is_read(assignment: Assignment) -> None:
    files = {"long.py": b"x = total\n" * MAX_READ, "short.py": b"average = total\n"}
    code = NotebookCode(["from short import average", "from long import x"], assignment, files)
    assert code.needed_by(["average"]) == {"total"} and code.needed_by(["x"]) == set()
