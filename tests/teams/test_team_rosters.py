"""Rosters as people make them: what is read all the same, and who is who."""

from __future__ import annotations

import pytest

from autograder.people.people_csv import number_in, read_rows
from autograder.teams.roster import natural, team_key

PLAIN = "team,student,name,email\n1,101,Dana Levi,d@x.org\n1,102,נועה כץ,n@x.org\n"


def members(project) -> list[tuple[str, str, str, str]]:
    return [(m.team, m.student, m.name, m.email) for m in project.roster().members]


EXPECTED = [("1", "101", "Dana Levi", "d@x.org"), ("1", "102", "נועה כץ", "n@x.org")]


FILES = {
    "plain": PLAIN.encode(),
    "byte order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "windows": PLAIN.replace("\n", "\r\n").encode(),
    "old mac": PLAIN.replace("\n", "\r").encode(),
    "semicolons": PLAIN.replace(",", ";").encode(),
    "excel": b"\xef\xbb\xbfsep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n").encode(),
    "tabs": PLAIN.replace(",", "\t").encode(),
    "headings": PLAIN.replace("team,student,name,email", "Group,Student ID,Full name,E-mail").encode(),
    "empty rows": (PLAIN + ",,,\n\n").encode(),
    "bidi marks": PLAIN.replace("102,נועה כץ", "102,\u200fנועה כץ\u200e").encode(),
    "odd spaces": PLAIN.replace("Dana Levi", '"Dana\u00a0Levi "').encode(),
    "more columns": PLAIN.replace("email\n", "email,section,phone\n").encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_one_roster_in_many_files(project, name: str) -> None:
    project.write("teams.csv", FILES[name])
    assert members(project) == EXPECTED


def test_the_order_of_the_file_changes_nothing_and_team_2_comes_before_team_10(project) -> None:
    rows = ["10,7,G,\n", "10,8,H,\n", "2,30,A,\n", "2,4,B,\n"]
    seen = []
    for order in (rows, rows[::-1]):
        project.write("teams.csv", "team,student,name,email\n" + "".join(order))
        seen.append([(m.team, m.student) for m in project.roster().members])
    assert seen[0] == seen[1] == [("2", "4"), ("2", "30"), ("10", "7"), ("10", "8")]


def test_one_team_spelt_in_several_ways_is_one(project) -> None:
    project.write("teams.csv", "team,student,name,email\nTeam 1,1,A,\nteam_01,2,B,\n TEAM  1 ,3,C,\n")
    assert {team: len(people) for team, people in project.roster().teams.items()} == {"Team 1": 3}
    assert project.roster().team("team-1") == "Team 1" and project.roster().team("team 2") is None


def test_a_team_of_another_size_is_allowed_by_name(project) -> None:
    project.edit("teams.csv", "1,102,Omer Cohen,omer@example.org,,-5,Came to no meeting\n", "")
    assert len(project.roster("1").members) == 4


def test_students_are_found_by_id_without_zeros_by_mail_and_by_a_name_that_one_has(project) -> None:
    project.edit("teams.csv", "104,Lina Haddad", "104,Dana Levi")
    project.edit("teams.csv", "105,יואב מזרחי", "000105,יואב מזרחי")
    roster = project.roster()

    def found(text: str) -> str | None:
        member = roster.find(text)
        return member.student if member else None

    assert found("105") == "000105" and found("0101") == "101"
    assert found("NOA@example.org") == "103" and found(" omer cohen") == "102"
    assert found("Dana Levi") is None and found("999") is None and found("") is None


def test_numbers_as_people_write_them() -> None:
    assert [number_in(text) for text in ("4.5", "4,5", "+3", "−2", " 7 ")] == [4.5, 4.5, 3.0, -2.0, 7.0]
    assert [number_in(text) for text in ("", "four", "1e5", "nan", "inf", "٣", "1 000", "--1", "9" * 12)] == [None] * 9


def test_a_cell_that_is_missing_at_the_end_of_a_row_is_empty(project) -> None:
    path = project.write("short.csv", "a,b\n1\n2,3\n")
    assert [(row["a"], row["b"], row.line) for row in read_rows(path, {"a": (), "b": ()}, ("a", "b"))] == [
        ("1", "", 2),
        ("2", "3", 3),
    ]


def test_keys() -> None:
    assert team_key("Group 007") == team_key("group_7") != team_key("group 70")
    assert sorted(["b", "a10", "a9", "10", "9"], key=natural) == ["9", "10", "a9", "a10", "b"]
