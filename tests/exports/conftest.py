"""A class with one of everything, for the tests of reports and of translation."""

from __future__ import annotations

import pytest
from made_results import question, result

from autograder.results import Misconception, QuestionResult, Status, SubmissionResult


@pytest.fixture
def results() -> list[SubmissionResult]:
    """Six students: full, half with a misconception, timed out, unreadable, tampered, and a name that bites."""
    full = result("dana_101", "Dana Levi", [question("softmax", [True] * 4), question("mask", [True] * 3)])
    half = result(
        "omer_102", "Omer Cohen", [question("softmax", [True, False, False, True]), question("mask", [True] * 3)]
    )
    half.questions[0].misconception = Misconception(
        "Softmax over the query axis", "The *query* asks: see `dim`.\nLook again."
    )
    half.questions[1].lent = ["softmax"]
    half.notes = ["The output of code cell 3 was cut after 1024 KB."]
    slow = result(
        "נועה_כץ_103",
        "נועה כץ",
        [
            question("softmax", [True] * 4),
            question("mask", [False] * 3, status=Status.TIMED_OUT, detail="more than 20 s in this exercise"),
        ],
        status=Status.TIMED_OUT,
        detail="mask: more than 20 s in this exercise",
    )
    nothing = [
        QuestionResult(name, 0.0, points, Status.UNREADABLE) for name, points in (("softmax", 8.0), ("mask", 6.0))
    ]
    unreadable = result("gal_104", "Gal", nothing, status=Status.UNREADABLE, detail="It is empty.")
    bad = result(
        "yossi_105",
        "Yossi",
        [
            question("softmax", [False] * 4, status=Status.TAMPERED),
            question("mask", [False] * 3, status=Status.TAMPERED),
        ],
        status=Status.TAMPERED,
        detail="the submission interfered with the grading: why",
    )
    evil = result(
        "_script_106", '<script>alert("x")</script>', [question("softmax", [False] * 4), question("mask", [True] * 3)]
    )
    evil.questions[0].cases[
        0
    ].output = "</p><script>alert(1)</script><img src=x onerror=alert(2)> &amp; \x00\x1b[31m \u202e"
    evil.questions[0].cases[1].output = "Your code raised ValueError: {{ 7 * 7 }} {% include 'x' %} %(x)s {0}"
    evil.notes = ["<b>note</b>"]
    return [full, half, slow, unreadable, bad, evil]
