"""Whose a submission is, and which one counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from team_project import result

from autograder.results import Status
from autograder.teams.submissions import sort_results


def owner(project, one) -> str | None:
    found = sort_results([one], project.roster(), project.rubric)
    teams = [team for team, handed_in in found.teams.items() if handed_in.counts is one]
    assert bool(teams) != bool(found.nobodys)
    return teams[0] if teams else None


@pytest.mark.parametrize(
    ("submission", "student", "team"),
    [
        ("101", "101", "1"),
        ("0103", "0103", "2"),
        ("101-2", "101", "1"),
        ("Dana_Levi_101", "Dana Levi", "1"),  # Moodle and Canvas put the number behind the name
        ("levidana_104-1", "levidana", None),  # the number says Lina, the name Dana
        ("levidana_77", "levidana", "1"),  # Canvas's spelling of a name
        ("נועה_כץ_9", "נועה כץ", "2"),
        ("Dana Levi and Omer Cohen_55", "Dana Levi and Omer Cohen", "1"),  # Gradescope's groups
        ("omer@example.org", "omer@example.org", "1"),
        ("2", "2", "2"),
        ("Team_2", "Team 2", None),
        ("somebody", "Somebody Else", None),
        ("Dana Levi and Lina Haddad_55", "Dana Levi and Lina Haddad", None),  # of two teams
    ],
)
def test_owner(project, submission: str, student: str, team: str | None) -> None:
    assert owner(project, result(submission, 50, student=student)) == team


def test_a_name_that_two_teams_have_is_not_guessed_and_the_roster_can_say_it(project) -> None:
    project.edit("teams.csv", "104,Lina Haddad", "104,Dana Levi")
    one = result("dana_levi", 50, student="Dana Levi")
    assert owner(project, one) is None
    found = sort_results([one], project.roster(), project.rubric)
    assert "2 people are called “Dana Levi”" in found.nobodys[0][1]
    project.edit("teams.csv", "lina@example.org,,", "lina@example.org,Dana_Levi.json,")
    assert owner(project, one) == "2"


def chosen(project, *results):
    return sort_results(results, project.roster(), project.rubric).teams["1"]


def test_the_best_of_several_counts_whatever_the_order(project) -> None:
    first, best = result("101", 70), result("102", 85)
    for order in ((first, best), (best, first)):
        found = chosen(project, *order)
        assert found.counts is best
        assert found.remarks == ["2 submissions (101 70, 102 85): the best counts, 102"]


def test_students_are_told_so() -> None:
    notebook = Path(__file__).parents[2] / "solutions" / "06_rag_project" / "notebook.py"
    assert "If two do, the better result counts for the whole team." in notebook.read_text(encoding="utf-8")


def test_of_equals_the_first_by_name_counts(project) -> None:
    assert chosen(project, result("102", 85), result("101", 85)).counts.submission == "101"


@pytest.mark.parametrize(
    "one", [result("102", 0, most=0), result("102", 10, failed=True)], ids=["damaged", "grader failed"]
)
def test_a_result_that_is_not_one_yet_leaves_it_open_which_is_the_best(project, one) -> None:
    found = chosen(project, result("101", 70), one)
    assert found.counts is None
    assert found.remarks == ["not graded to its end: 102; run `autograder grade` again"]


def test_a_status_that_is_not_graded_is_told(project) -> None:
    found = chosen(project, result("101", 0, status=Status.UNREADABLE))
    assert found.counts is not None and found.remarks == ["101 is unreadable"]


def test_nothing_handed_in(project) -> None:
    assert chosen(project).remarks == ["nothing handed in"]
