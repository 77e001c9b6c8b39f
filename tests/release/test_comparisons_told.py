"""What a check tells of a comparison: what came and what was expected, whichever way round and however it is written."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.release.given.checks.cases import load_cases

HEAD = "from otter.test_files import test_case\nimport math\nOK_FORMAT = False\nGIVEN = 'a source'\n"


class Number(float):
    """A number with a tensor's methods."""

    def __sub__(self, other: float) -> Number:
        return Number(float(self) - other)

    def abs(self) -> Number:
        return Number(abs(float(self)))

    def __abs__(self) -> Number:
        return self.abs()

    def max(self) -> Number:
        return self


def told(line: str, result: Any) -> list[str]:
    """The lines that a student reads below the message, where ``f()`` gives ``result``."""
    source = f"{HEAD}\n@test_case(points=1, failure_message='M')\ndef test_it(f):\n    x = f()\n    assert {line}\n"
    [case] = load_cases("f", source)
    message, *rest = case.run({"f": lambda: result}) or [None]
    assert message in ("M", None)
    return "\n".join(rest).split("\n") if rest else []


@pytest.mark.parametrize(
    ("line", "right", "wrong", "expected", "got"),
    [
        ("abs(f() - 0.75) < 1e-6", 0.75, 0.5, "0.75", "0.5"),
        ("abs(x['p'] - 1 / 4) <= 1e-6", {"p": 0.25}, {"p": 1.0}, "0.25", "1"),
        ("abs(0.75 - x) < 1e-6", 0.75, 0.5, "0.75", "0.5"),
        ("0.5 < x < 0.9", 0.7, 0.95, "something between 0.5 and 0.9", "0.95"),
        ("0.5 < f() < 0.9", 0.7, 0.1, "something between 0.5 and 0.9", "0.1"),
        ("len(x) == len(f()) == 2", "ab", "abc", "2", "3"),
        ("0 < x", 1, -3, "more than 0", "-3"),
        ("x > 0.99", 1.0, 0.5, "more than 0.99", "0.5"),
        ("257 in f()", [1, 257], [97], "something that holds 257", "[97]"),
        ("'pe' in x", {"pe": 1}, {"table": 1}, "something that holds 'pe'", "{'table': 1}"),
        ("GIVEN in x", "[1] a source", "[1]", "something that holds 'a source'", "'[1]'"),
        ("'ab' not in f()", ("a", "b"), ("ab",), "something without 'ab'", "('ab',)"),
        ("x in (1, 2)", 1, 3, "one of (1, 2)", "3"),
        ("2 == x", 2, 5, "2", "5"),
        ("isinstance(x, str)", "a", 3, "a str", "3, an int"),
        ("all(isinstance(one, (int, float)) for one in f())", [1, 0.5], [1, "b"], "an int / a float", "'b', a str"),
        ("bool((x - math.pi).abs() < 0.01)", Number(3.14), Number(3.0), "3.14159", "3"),
        ("(x - 3).abs().max() <= 0.5", Number(3.14), Number(4.0), "3", "4"),
        ("bool((f() <= 2).all())", np.array([1, 2]), np.array([1, 3]), "at most 2", "[1, 3]"),
        ("f().astype(bool).all()", np.array([1, 2]), np.array([1, 0]), "True everywhere", "[True, False]"),
    ],
)
def test_both_sides_are_told(line: str, right: Any, wrong: Any, expected: str, got: str) -> None:
    assert told(line, right) == []
    lines = told(line, wrong)
    assert f"expected  {expected}" in lines and f"got       {got}" in lines, lines


def test_a_helper_that_looks_closely_is_read_and_a_probe_is_not_shown() -> None:
    source = (
        f"{HEAD}\ndef close(a, b):\n    a = a * 1.0\n    return a.shape == b.shape and bool((abs(a - b) <= 0.1).all())\n"
        "def probe_f(f):\n    return f()\n"
        "@test_case(points=1, failure_message='M')\ndef test_it(f):\n    assert close(f(), 2 * f() / f())\n"
        "@test_case(points=1, failure_message='M')\ndef test_probed(f):\n    assert probe_f(f)[0] == 2\n"
    )
    one, two = load_cases("f", source)
    assert one.run({"f": lambda: np.array([2.0, 2.0])}) == []
    told_of = one.run({"f": lambda: np.array([2.0, 5.0])})[1]
    assert told_of.startswith("expected  [2.0, 2.0]\ngot       [2.0, 5.0]\n1 of 2 numbers differ")
    assert two.run({"f": lambda: [7, 2]})[1].startswith("expected  2\ngot       7")


def test_what_cannot_be_compared() -> None:
    """The two are told all the same, and None is asked about."""
    assert "got       None (is there a `return`?)" in told("abs(x - 0.75) < 1e-6", None)
    assert told("0.5 < x < 0.9", None) == ["None came (is there a `return`?)."]
