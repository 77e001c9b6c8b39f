"""Contribution statements: what the teacher is told, and that nothing a student writes stops the command."""

from __future__ import annotations

import json

import nbformat
import pytest

from autograder.errors import KitError
from autograder.teams.contributions import read_contributions


def statement(project, change=None) -> dict:
    """Team 1's statement, as the notebook writes it."""
    document = {
        "statements": [
            {"student": "101", "did": "Index", "shares": {"101": 60, "102": 40}},
            {"student": "102", "did": "Recordings", "shares": {"101": 60, "102": 40}},
        ]
    }
    if change:
        change(document["statements"])
    project.write("c.json", json.dumps(document))
    return document


def remarks(project, change=None) -> list[str]:
    statement(project, change)
    return project.contributions("c.json").remarks.get("1", [])


def test_agreement_is_silent_and_gives_shares(project) -> None:
    found = project.contributions()
    assert (found.remarks, found.problems) == ({}, [])
    assert found.shares == {"101": 60, "102": 40, "103": 33.3, "104": 33.3, "105": 33.3}


def test_json_says_the_same_as_csv(project) -> None:
    statement(project)
    found = project.contributions("c.json")
    assert "1" not in found.remarks and found.shares == {"101": 60, "102": 40}
    assert found.remarks["2"] == [
        f"no contribution statement of {name}" for name in ("נועה כץ", "Lina Haddad", "יואב מזרחי")
    ]


DISAGREEMENTS = {
    "a member is missing": (lambda s: s.pop(), ["no contribution statement of Omer Cohen"]),
    "not a hundred": (
        lambda s: s[0]["shares"].update({"102": 30}),
        ["Dana Levi's statement: the shares add up to 90 %, not 100"],
    ),
    "versions differ": (
        lambda s: s[1].update(shares={"101": 50, "102": 50}),
        [
            f"the members disagree on {who}'s share: from {a} to {b} %"
            for who, a, b in (("Dana Levi", 50, 60), ("Omer Cohen", 40, 50))
        ],
    ),
    "a share is missing": (
        lambda s: s[0].update(shares={"101": 100}),
        ["Dana Levi's statement: no share of Omer Cohen"],
    ),
    "somebody else": (
        lambda s: s[0]["shares"].update({"103": 0}),
        ["Dana Levi's statement: '103' is not in the team"],
    ),
    "no number": (
        lambda s: s[0]["shares"].update({"102": "most"}),
        ["Dana Levi's statement: the share of Omer Cohen is no number from 0 to 100"],
    ),
    "negative": (
        lambda s: s[0].update(shares={"101": 140, "102": -40}),
        [
            f"Dana Levi's statement: the share of {who} is no number from 0 to 100"
            for who in ("Dana Levi", "Omer Cohen")
        ],
    ),
    "not finite": (
        lambda s: s[0].update(shares={"101": float("nan"), "102": True}),
        [
            f"Dana Levi's statement: the share of {who} is no number from 0 to 100"
            for who in ("Dana Levi", "Omer Cohen")
        ],
    ),
    "twice": (lambda s: s[0]["shares"].update({"0101": 60}), ["Dana Levi's statement: two shares of Dana Levi"]),
    "says nothing": (lambda s: s[0].update(did=" "), ["Dana Levi does not say what they did"]),
}


@pytest.mark.parametrize("name", DISAGREEMENTS)
def test_disagreement(project, name: str) -> None:
    change, expected = DISAGREEMENTS[name]
    assert remarks(project, change) == expected


def test_shares_of_a_statement_that_does_not_add_up_count_for_nothing(project) -> None:
    statement(project, lambda s: s[0]["shares"].update({"102": 30}))
    assert project.contributions("c.json").shares == {"101": 60, "102": 40}


def test_percent_signs_decimal_commas_mails_and_names_are_understood(project) -> None:
    def change(statements) -> None:
        statements[0].update(student="dana@example.org", shares={"Dana Levi": "60 %", "omer@example.org": "40,0"})

    assert remarks(project, change) == []


def test_a_template_that_nobody_filled_in_is_no_statement(project) -> None:
    project.write("contribution.csv", "student,member,share,did\nYOUR ID,YOUR ID,,\n101,102,,\n")
    found = project.contributions()
    assert len(found.remarks["1"]) == 2 and not found.problems and not found.shares


def submissions(project, files: dict[str, dict[str, bytes]]) -> None:
    for student, beside in files.items():
        for name, content in beside.items():
            project.write(f"handed_in/{student}/{name}", content)
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])
        project.write(f"handed_in/{student}/07_tiny.ipynb", nbformat.writes(notebook))


def test_statements_are_taken_out_of_the_submissions(project) -> None:
    document = json.dumps(statement(project)).encode()
    other = document.replace(b"Index", b"All of it")
    submissions(
        project,
        {
            "101": {"contribution.json": document},
            "102": {"contribution.json": other},
            "103": {"contribution.json": b"{not json", "transcripts.json": b"{}"},
            "104": {"contribution.csv": b"student,member,share,did\n999,103,100,x\n"},
        },
    )
    found = project.contributions("handed_in")
    assert found.remarks["1"] == [
        "different statements of Dana Levi in 101 › contribution.json and 102 › contribution.json"
    ]
    assert len(found.problems) == 2
    assert "103 › contribution.json is no contribution statement (JSONDecodeError)" in found.problems[0]
    assert "104 › contribution.csv: the roster has no student '999'" in found.problems[1]


HOSTILE = {
    "deep": b'{"statements":' + b"[" * 100_000,
    "a list": b"[]",
    "a number": b"7",
    "no statements": b"{}",
    "statements of numbers": b'{"statements": [1]}',
    "shares a list": b'{"statements": [{"student": "101", "did": "x", "shares": [1]}]}',
    "did a number": b'{"statements": [{"student": "101", "did": 7, "shares": {}}]}',
    "no student": b'{"statements": [{"did": "x", "shares": {}}]}',
    "latin": "{“statements”: é".encode("latin-1", "replace"),
    "large": b" " * 1_000_001,
    "huge number": b'{"statements": [{"student": "101", "did": "x", "shares": {"101": ' + b"9" * 5000 + b"}}]}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_student_wrote_is_reported_and_stops_nothing(project, name: str) -> None:
    submissions(
        project,
        {
            "101": {"contribution.json": HOSTILE[name]},
            "102": {"contribution.json": json.dumps(statement(project)).encode()},
        },
    )
    found = project.contributions("handed_in")
    assert found.shares == {"101": 60, "102": 40}
    assert len(found.problems) == 1 and "101 › contribution.json" in found.problems[0]
    assert "\n" not in found.problems[0]


def test_a_file_that_the_teacher_named_is_refused(project) -> None:
    project.write("c.json", "{}")
    with pytest.raises(KitError, match="is no contribution statement"):
        project.contributions("c.json")


def test_submissions_are_read_as_grade_reads_them(project) -> None:
    """By what students were given: the course's own name of the assignment, and the notebook that is of it."""
    answers = [
        {
            "cell_type": "code",
            "metadata": {"exercise": "softmax"},
            "source": "x = 1",
            "outputs": [],
            "execution_count": None,
        }
    ]
    document = json.dumps({"cells": answers, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    said = json.dumps({"statements": [{"student": "101", "did": "Index", "shares": {"101": 60, "102": 40}}]})
    for name, content in (("solution.ipynb", document), ("contribution.json", said)):
        project.write(f"nbgrader/submitted/dana/hw3/{name}", content)
    found = read_contributions(project.path("nbgrader"), project.roster(), "03_attention")
    assert found.shares == {"101": 60, "102": 40} and found.problems == []
