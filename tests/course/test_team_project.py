"""A team project in a course: the same people, times and overrides."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from term import a_result, write_course, write_results

ROOT = Path(__file__).resolve().parents[2]
COURSE = """\
title = "Course"
time_zone = "Asia/Jerusalem"
[late.hard]
per = "day"
points = 4
[assignment.06_rag_project]
due = 2026-05-15T23:59:00
late = "hard"
groups = "team"
rubric = "rubric.toml"
rubric_marks = "rubric_marks.csv"
"""
PEOPLE = "id,name,team\nu1,Dana Levi,Alpha\nu2,Omer Cohen,Alpha\nu3,Noa Katz,Beta\nu4,Gal Azulay,Beta\nu5,Tal Perez,\n"
MARKS = "team,criterion,points\nAlpha,report,7\nAlpha,design,5\nAlpha,ethics,3\nAlpha,demo,3\nBeta,report,5\n"
OVERRIDES = (
    "student,assignment,exercise,points,delta,by,when,reason\n"
    "u1,6,final,,-5,Prof,d,came to no meeting\n"
    "u1,6,tokenize,40,,Prof,d,appeal\n"
)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    write_course(tmp_path, course=COURSE, people=PEOPLE, rubric_marks=MARKS)
    shutil.copy(ROOT / "solutions" / "06_rag_project" / "rubric.toml", tmp_path)
    late = "2026-05-17T10:00:00+03:00"
    write_results(
        tmp_path,
        a_result("dana", 80, assignment="06_rag_project", student="Dana Levi", time=late),
        a_result("noa", 90, assignment="06_rag_project", student="Noa Katz", time=late),
    )
    return tmp_path


def marks_of(path: Path, key: str) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def test_rubric_points_lateness_and_overrides_in_one(course: Path, run) -> None:
    assert run("gradebook")[0] == 0
    rows = marks_of(course / "gradebook" / "gradebook.csv", "id")
    # 75 · 80/100 + 25 · 18/25 = 78; two days late: 8
    assert [rows["u1"][f"06_rag_project {part}"] for part in ("raw", "late", "final")] == ["78", "8", "70"]
    assert rows["u2"]["06_rag_project final"] == "70"
    assert rows["u3"]["06_rag_project final"] == "" and "a part of the team project's mark" in rows["u3"]["remarks"]
    assert rows["u5"]["06_rag_project final"] == ""
    code, _output, errors = run("team-marks", "results/06_rag_project", "--out", "final.csv")
    assert code == 0, errors
    table = marks_of(course / "final.csv", "student")
    assert (table["u1"]["automatic"], table["u1"]["rubric"], table["u1"]["final"]) == ("80", "18", "70")
    assert table["u3"]["final"] == "" and "not marked: Design" in table["u3"]["remarks"]


def test_overrides_count_in_the_weight_of_their_part(course: Path, run) -> None:
    text = OVERRIDES.replace("tokenize", "all").replace(",40,,", ",,4,")
    (course / "overrides.csv").write_text(text)
    run("gradebook")
    rows = marks_of(course / "gradebook" / "gradebook.csv", "id")
    assert rows["u1"]["06_rag_project final"] == "69"  # 78 + 4 − 8 − 5
    run("team-marks", "results/06_rag_project", "--out", "final.csv")
    row = marks_of(course / "final.csv", "student")["u1"]
    assert row["final"] == "69" and "changed by Prof: came to no meeting" in row["remarks"]


def test_without_a_project_in_the_course(course: Path, run) -> None:
    (course / "course.toml").write_text(COURSE.replace('rubric = "rubric.toml"\n', ""))
    code, _, errors = run("team-marks", "results/06_rag_project", "--out", "final.csv")
    assert code == 2 and "is no team project of" in errors and errors.count("\n") == 1
    (course / "course.toml").write_text(COURSE.replace('groups = "team"\n', ""))
    code, _, errors = run("gradebook")
    assert code == 2 and "a rubric is for a project in teams" in errors


def test_check_compares_team_sizes_with_the_rubric(course: Path, run) -> None:
    code, _, errors = run("course", "check")
    assert code == 0 and "members, and" not in errors
    (course / "people.csv").write_text(PEOPLE + "u6,A B,Alpha\nu7,C D,Alpha\nu8,E F,Gamma\n")
    code, _, errors = run("course", "check")
    assert code == 0 and errors.count("members, and rubric.toml says 2 to 3") == 2, errors
    assert "team Alpha of 06_rag_project has 4 members" in errors and "Gamma of 06_rag_project has 1" in errors


def test_an_override_of_one_exercise_counts_in_the_automatic_part(course: Path, run) -> None:
    """50 of 50 points become 30: 20 of 100 fewer, of which the automatic part is 75."""
    result = a_result("dana", 80, assignment="06_rag_project", student="Dana Levi", time="2026-05-17T10:00:00+03:00")
    result.questions[0].name = "analyze"
    write_results(course, result)
    (course / "overrides.csv").write_text(
        "student,assignment,exercise,points,delta,by,when,reason\nu1,6,analyze,30,,Prof,d,copied\n"
    )
    code, _, errors = run("gradebook")
    assert code == 0, errors
    rows = marks_of(course / "gradebook" / "gradebook.csv", "id")
    assert [rows["u1"][f"06_rag_project {part}"] for part in ("raw", "overridden", "final")] == ["78", "63", "55"]
    assert rows["u2"]["06_rag_project final"] == "70", "the override is one member's"
