"""A stub of any kind below an answer is no later answer; anything else is."""

from __future__ import annotations

import ast

import pytest

from autograder.runner.answers import Answers

GIVEN = {
    "total": "def total(numbers):\n    raise NotImplementedError('your code here')\n",
    "Net": "class Net:\n    pass\n",
}
OWN = "def total(numbers):\n    return sum(numbers)\nclass Net:\n    def forward(self): return 1\n"


def total_after(*cells: str) -> tuple[object, list[list[object]]]:
    """What is graded of some cells, and what the notebook is told."""
    names: dict[str, object] = {"__name__": "__main__"}
    answers = Answers(names)
    answers.ask({name: [name, source] for name, source in GIVEN.items()})
    for number, source in enumerate(cells, start=1):
        answers.before_cell(number)
        exec(compile(answers.visit(ast.parse(source)), f"cell {number}", "exec"), names)
        answers.after_cell()
    told = answers.settle()
    graded = (names["total"]([1, 2]), names["Net"]().forward() if hasattr(names["Net"], "forward") else None)  # type: ignore[operator]
    return graded, told


@pytest.mark.parametrize(
    "stub",
    [
        "def total(numbers):\n    pass", "def total(numbers):\n    'Later.'\n    # TODO\n    ...", "def total(numbers): return",
        "def total(numbers):\n    out = None\n    return out", "def total(numbers):\n    raise NotImplementedError",
        "class Net:\n    pass", "class Net:\n    def __init__(self):\n        super().__init__()\n    def forward(self): return None",
    ],
)  # fmt: skip
def test_a_stub_is_no_later_answer(stub: str) -> None:
    graded, told = total_after(OWN, stub)
    assert graded == (3, 1) and told[0][1:] == ["stub", "type" if "class" in stub else "function", 2]
    assert total_after(OWN + stub)[0] == (3, 1)


@pytest.mark.parametrize(
    ("later", "result"),
    [
        ("def total(numbers): return 0", (0, 1)), ("def total(numbers): return print()", (None, 1)),
        ("def total(numbers):\n    for number in numbers: pass\n    return number", (2, 1)),
        ("class Net(Net):\n    pass", (3, 1)), ("class Net:\n    forward = staticmethod(lambda: 5)", (3, 5)),
    ],
)  # fmt: skip
def test_anything_else_is(later: str, result: tuple[object, object]) -> None:
    assert total_after(OWN, later) == (result, [])


def test_a_stub_alone_is_what_there_is() -> None:
    assert total_after(OWN.partition("class")[0] + "class Net: pass")[0] == (3, None)
    assert total_after("def total(numbers): pass\nclass Net: pass")[0] == (None, None)
