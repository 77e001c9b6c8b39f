"""Whose mark it is, where ids, groups and names are alike: nobody gets one by a guess."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from term import a_result, write_course, write_results

ON_TIME = "2026-03-15T20:00:00+02:00"
NUMBERED = "id,name,pair\n1,Dana Levi,2\n2,Noa Cohen,1\n3,Ran Mizrahi,1\n"


def finals(folder: Path, run, assignment: str) -> tuple[dict[str, str], str]:
    code, _, errors = run("gradebook")
    assert code == 0, errors
    with (folder / "gradebook" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row[f"{assignment} final"] for row in csv.DictReader(file)}, errors


@pytest.mark.parametrize("hand_in", [{"system": "plain"}, {"system": "nbgrader", "person_id": "1"}])
def test_a_groups_number_that_is_also_a_persons(hand_in: dict[str, str], tmp_path: Path, run) -> None:
    write_course(tmp_path, people=NUMBERED)
    write_results(tmp_path, a_result("1", 80, assignment="03_attention", student="1", **hand_in))
    marks, errors = finals(tmp_path, run, "03_attention")
    assert set(marks.values()) == {""}, marks
    assert "conflict, no mark: 1: “1” is a group, and also Dana Levi" in errors


def test_in_a_solo_assignment_the_number_is_the_persons(tmp_path: Path, run) -> None:
    write_course(tmp_path, people=NUMBERED)
    write_results(tmp_path, a_result("1", 80, student="1", time=ON_TIME, system="nbgrader", person_id="1"))
    assert finals(tmp_path, run, "01_tokenization")[0] == {"1": "80", "2": "", "3": ""}


def test_a_group_of_another_column_is_none_here(tmp_path: Path, run) -> None:
    """Ran is in no pair; his group is called as the others' pair."""
    people = "id,name,pair,group\nu1,Dana Levi,Alpha,Red\nu2,Noa Cohen,Alpha,Red\nu3,Ran Mizrahi,,Alpha\n"
    write_course(tmp_path, people=people)
    on_time = "2026-04-15T20:00:00+03:00"
    write_results(tmp_path, a_result("dana", 80, assignment="03_attention", student="Dana Levi", time=on_time))
    assert finals(tmp_path, run, "03_attention")[0] == {"u1": "40", "u2": "40", "u3": ""}


def test_an_id_that_is_anothers_login_decides_nothing(tmp_path: Path, run) -> None:
    people = "id,name,login,pair\n1,Dana Levi,2,\n2,Noa Cohen,,\n"
    override = "student,assignment,exercise,points,delta,by,when,reason\n2,1,final,50,,P,d,r\n"
    write_course(tmp_path, people=people, overrides=override)
    code, _, errors = run("gradebook")
    assert code == 2 and "overrides.csv:2: '2' may be Dana Levi or Noa Cohen" in errors
    assert not (tmp_path / "gradebook").exists()


def test_a_name_of_one_word_that_is_anothers_login_decides_nothing(tmp_path: Path, run) -> None:
    people = "id,name,login,pair\n1,Dana,,\n2,Noa Cohen,dana,\n"
    override = "student,assignment,exercise,points,delta,by,when,reason\nDana,1,final,50,,P,d,r\n"
    write_course(tmp_path, people=people, overrides=override)
    code, _, errors = run("gradebook")
    assert code == 2 and "overrides.csv:2: 'Dana' may be Dana or Noa Cohen" in errors


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("José Díaz", "diaz_jose"),
        ("Sinéad O’Brien", "Sinéad O'Brien"),
        ("עדי כהן", "כהן_עדי"),
        ("محمد علي", "علي محمد"),
        ("Anna-Lena Groß", "Groß, Anna-Lena"),
    ],
)
def test_one_name_in_several_spellings(name: str, written: str, tmp_path: Path, run) -> None:
    write_course(tmp_path, people=f'id,name,pair\nu1,"{name}",\nu2,Noa Cohen,\n')
    write_results(tmp_path, a_result("file", 80, student=written, time=ON_TIME))
    assert finals(tmp_path, run, "01_tokenization")[0] == {"u1": "80", "u2": ""}


def test_two_names_that_differ_in_accents_alone_are_a_conflict(tmp_path: Path, run) -> None:
    write_course(tmp_path, people="id,name,pair\nu1,José Díaz,\nu2,Jose Diaz,\n")
    write_results(tmp_path, a_result("file", 80, student="Jose Diaz", time=ON_TIME))
    marks, errors = finals(tmp_path, run, "01_tokenization")
    assert set(marks.values()) == {""} and "2 people are called “Jose Diaz”" in errors
