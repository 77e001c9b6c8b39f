"""The marks around solutions: what students find in their place, and which marks are refused."""

from __future__ import annotations

import ast

import pytest

from autograder.authoring.solution_marks import (
    MarkError,
    defined_names,
    nbgrader_source,
    solution_lines,
    solution_source,
    strip_solution,
)

FUNCTION = '''\
def f(x):
    """Doc."""
    # BEGIN SOLUTION
    y = x + 1

    # why
    return y
    # END SOLUTION
'''

CLASS = '''\
class Layer(Base):
    """Doc."""

    size = 3  # SOLUTION

    # BEGIN SOLUTION
    table = [1, 2]
    # END SOLUTION

    def forward(self, x):
        # BEGIN SOLUTION
        def inner(z):
            return z

        return inner(x)
        # END SOLUTION
'''

TWO_BLOCKS = """\
def f(x):
    # BEGIN SOLUTION
    a = x
    # END SOLUTION
    given = 1
    # BEGIN SOLUTION
    return a + given
    # END SOLUTION
"""


def test_a_function_raises_in_the_place_of_its_solution() -> None:
    assert strip_solution(FUNCTION) == (
        'def f(x):\n    """Doc."""\n    raise NotImplementedError("f: your code here")\n'
    )


def test_a_class_keeps_its_frame() -> None:
    assert strip_solution(CLASS) == (
        'class Layer(Base):\n    """Doc."""\n\n    size = ...  # your code here\n\n    ...  # your code here\n\n'
        '    def forward(self, x):\n        raise NotImplementedError("Layer.forward: your code here")\n'
    )


def test_each_of_two_blocks_is_cut_out_and_what_is_between_stays() -> None:
    raises = '    raise NotImplementedError("f: your code here")\n'
    assert strip_solution(TWO_BLOCKS) == f"def f(x):\n{raises}    given = 1\n{raises}"


def test_a_block_outside_any_function() -> None:
    assert strip_solution("# BEGIN SOLUTION\na = 1\nb = 2\n# END SOLUTION\nc = 3") == "...  # your code here\nc = 3"


def test_a_nested_function_is_named_in_full() -> None:
    source = "def outer():\n    def inner():\n        # BEGIN SOLUTION\n        return 1\n        # END SOLUTION\n    return inner"
    assert 'NotImplementedError("outer.inner: your code here")' in strip_solution(source)


def test_a_decorated_method_counts_to_its_class_until_its_body_begins() -> None:
    source = "class A:\n    # BEGIN SOLUTION\n    @property\n    def a(self):\n        return 1\n    # END SOLUTION"
    assert strip_solution(source) == "class A:\n    ...  # your code here"


def test_async_functions_are_functions() -> None:
    source = "async def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION"
    assert strip_solution(source) == 'async def f():\n    raise NotImplementedError("f: your code here")'


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("d = 8  # SOLUTION", "d = ...  # your code here"),
        ("d: int = 8  # SOLUTION", "d: int = ...  # your code here"),
        ("a = b = 8  # SOLUTION", "a = b = ...  # your code here"),
        ("a, b = 1, 2  # SOLUTION", "a, b = ...  # your code here"),
        ("d = (1 + 2) * 3  # SOLUTION", "d = ...  # your code here"),
        ("שם = 'ערך'  # SOLUTION", "שם = ...  # your code here"),
        ("d = '# SOLUTION or not'  # SOLUTION", "d = ...  # your code here"),
    ],
)
def test_one_line(line: str, left: str) -> None:
    assert strip_solution(line) == left
    assert solution_source(line) == line.removesuffix("  # SOLUTION")


def test_a_return_on_one_line() -> None:
    assert strip_solution("def f(x):\n    return x + 1  # SOLUTION") == "def f(x):\n    return ...  # your code here"


@pytest.mark.parametrize("source", [FUNCTION, CLASS, TWO_BLOCKS, "d = 8  # SOLUTION"])
def test_what_is_cut_and_what_is_left_is_the_whole(source: str) -> None:
    stripped, solved = strip_solution(source), solution_source(source)
    ast.parse(stripped)
    ast.parse(solved)
    assert "SOLUTION" not in stripped and "SOLUTION" not in solved
    secret = [text.strip() for _, text in solution_lines(source) if text.strip()]
    assert secret and all(line in solved for line in secret)
    assert not any(line in stripped for line in secret)
    lines = source.split("\n")
    assert all(text in lines[number - 1] for number, text in solution_lines(source))
    for line in lines:
        if line.strip() and "SOLUTION" not in line and line.strip() not in secret:
            assert line in stripped.split("\n"), line


def test_nbgrader_has_marks_of_its_own() -> None:
    assert nbgrader_source(FUNCTION) == FUNCTION.replace("# BEGIN", "### BEGIN").replace("# END", "### END")
    assert nbgrader_source("if 1:\n    d = 8  # SOLUTION") == (
        "if 1:\n    ### BEGIN SOLUTION\n    d = 8\n    ### END SOLUTION"
    )


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("def f():\n    # BEGIN SOLUTION\n    return 1", 2, "does not end"),
        ("a = 1\n# END SOLUTION", 2, "not begun"),
        ("# BEGIN SOLUTION\na = 1\n# BEGIN SOLUTION\nb = 1\n# END SOLUTION", 3, "inside the one of line 1"),
        ("# BEGIN SOLUTION\na = 1  # SOLUTION\n# END SOLUTION", 2, "inside a solution"),
        ("# BEGIN SOLUTION\n\n# only words\n# END SOLUTION", 1, "empty"),
        ("a = 1\n# Begin Solution\nb = 2\n# End Solution", 2, "looks like a solution mark"),
        ("a = 1\n## BEGIN SOLUTION\nb = 2", 2, "looks like a solution mark"),
        ("# SOLUTION\na = 1", 1, "looks like a solution mark"),
        ("a = 1  # solution", 1, "looks like a solution mark"),
        ("a = 1  # END SOLUTION", 1, "looks like a solution mark"),
        ("print(1)  # SOLUTION", 1, "other than an assignment or a return"),
        ("a += 1  # SOLUTION", 1, "other than an assignment or a return"),
        ("a = [  # SOLUTION\n    1,\n]", 1, "other than an assignment or a return"),
        ("# BEGIN SOLUTION\ndef f(:\n# END SOLUTION", 2, "not valid Python"),
        (
            "if True:\n    # BEGIN SOLUTION\n    a = 1\nelse:\n    b = 2\n    # END SOLUTION\n  c = 1",
            7,
            "not valid Python",
        ),
        ("try:\n    a = 1\n# BEGIN SOLUTION\nexcept ValueError:\n    pass\n# END SOLUTION", 3, "without its solution"),
    ],
)
def test_marks_that_are_refused(source: str, line: int, message: str) -> None:
    with pytest.raises(MarkError) as raised:
        strip_solution(source)
    assert (raised.value.line, message in raised.value.message) == (line, True), raised.value
    assert raised.value.mend


def test_what_a_cell_defines() -> None:
    source = "import os\na, (b, *c) = 1, (2, 3)\nd: int = 4\n_private = 5\nx.y = 6\n\ndef f(): ...\nclass G: ...\nasync def h(): ..."
    assert defined_names(source) == ("a", "b", "c", "d", "f", "G", "h")
