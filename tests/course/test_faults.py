"""Every fault of a course is one line with file, line and the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest
from term import COURSE, PEOPLE, write_course

WHO = "student,assignment,due,extra,by,when,reason\n"
OVERRIDES = "student,assignment,exercise,points,delta,by,when,reason\n"
FAULTS = {
    "key": ("course", COURSE.replace("weight = 10", "wieght = 10"), "course.toml:21: ", "'wieght'", "'weight'"),
    "toml": ("course", COURSE.replace("percent = 10", "percent = = 10"), "course.toml:8 ", "Invalid", "Mend"),
    "zone": ("course", COURSE.replace("Asia/Jerusalem", "Asia/Jerusalm"), "course.toml:2: ", "Jerusalm", "'Asia/Jerusalem'"),
    "assignment": ("course", COURSE.replace("[assignment.03_attention]", "[assignment.03_atention]"), "course.toml:25: ", "'03_atention'", "'03_attention'"),
    "policy": ("course", COURSE.replace('late = "standard"', 'late = "standart"', 1), "course.toml:22: ", "'standart'", "'standard'"),
    "order": ("course", COURSE.replace("released = 2026-03-01", "released = 2026-04-01"), "course.toml:19: ", "due before it is released", "Exchange"),
    "closed": ("course", COURSE.replace("closed = 2026-03-22", "closed = 2026-03-12"), "course.toml:20: ", "closes before it is due", "Exchange"),
    "gap": ("course", COURSE.replace("due = 2026-03-15T23:59:00", "due = 2026-03-27T02:30:00").replace("closed = 2026-03-22", "closed = 2026-04-22"), "course.toml:19: ", "the clocks skipped", "Write a time"),
    "date": ("course", COURSE.replace("due = 2026-03-15T23:59:00", "due = 2026-03-15"), "course.toml:19: ", "no date with a time", "2026-03-15T23:59:00"),
    "type": ("course", COURSE.replace("weight = 20", 'weight = "20"'), "course.toml:28: ", "must be a number", "without quotes"),
    "letters": ("course", COURSE.replace("B = 75", "B = 90"), "course.toml:13: ", "begin at the same", "Change"),
    "unit": ("course", COURSE.replace('per = "day"', 'per = "days"'), "course.toml:7: ", "'days' is no unit", '"day"'),
    "twice": ("people", PEOPLE + "u1,Another,,,,\n", "people.csv:6: ", "same id as Dana Levi in line 2", "Correct"),
    "mail": ("people", PEOPLE.replace("noa@x.org", "noa at x"), "people.csv:3: ", "'noa at x'", "leave it empty"),
    "canvas id": ("people", PEOPLE.replace(",502,", ",501,"), "people.csv:3: ", "same canvas id", "Correct"),
    "rounded": ("people", PEOPLE.replace("u3,", "3.01235E+11,"), "people.csv:4: ", "rounded by a spreadsheet", "as text"),
    "no column": ("people", PEOPLE.replace("pair", "duo"), "people.csv", "no column “pair”", "course.toml"),
    "student": ("extensions", WHO + "u11,1,2026-03-20 10:00,,Prof,2026-03-01,ill\n", "extensions.csv:2: ", "'u11'", "'u1'"),
    "earlier": ("extensions", WHO + "u1,1,2026-03-10 10:00,,Prof,2026-03-01,ill\n", "extensions.csv:2: ", "earlier", "Correct"),
    "both": ("extensions", WHO + "u1,1,2026-03-20 10:00,3,Prof,2026-03-01,ill\n", "extensions.csv:2: ", "one of the two", "“extra”"),
    "reason": ("extensions", WHO + "u1,1,,3,Prof,2026-03-01,\n", "extensions.csv:2: ", "“reason” is empty", "why"),
    "time": ("extensions", WHO + "u1,1,15/03/2026,,Prof,2026-03-01,ill\n", "extensions.csv:2: ", "15/03/2026", "2026-03-15 23:59"),
    "exercise": ("overrides", OVERRIDES + "u1,1,encod,5,,Prof,2026-03-01,appeal\n", "overrides.csv:2: ", "'encod'", "'encode'"),
    "number": ("overrides", OVERRIDES + "u1,1,encode,five,,Prof,2026-03-01,appeal\n", "overrides.csv:2: ", "'five'", "4.5"),
    "two overrides": ("overrides", OVERRIDES + "u1,1,encode,5,,Prof,2026-03-01,a\nu1,1,encode,6,,Prof,2026-03-01,b\n", "overrides.csv:3: ", "line 2", "Delete"),
    "no by": ("overrides", OVERRIDES + "u1,1,encode,5,,,2026-03-01,appeal\n", "overrides.csv:2: ", "“by” is empty", "who"),
    "says nothing": ("submissions", "student,assignment,time,submission\nu1,1,,\n", "submissions.csv:2: ", "neither", "“time”"),
}  # fmt: skip


@pytest.mark.parametrize("file, text, place, what, mend", FAULTS.values(), ids=FAULTS)
def test_one_line_with_place_and_mend(
    file: str, text: str, place: str, what: str, mend: str, run, tmp_path: Path
) -> None:
    write_course(tmp_path, **{file: text})
    for command in (("course", "check"), ("course", "status"), ("gradebook",)):
        code, output, errors = run(*command)
        assert code == 2 and output == "", errors
        assert errors.count("\n") == 1 and errors.startswith("error: "), errors
        assert place in errors and what in errors and mend in errors, errors
    assert not (tmp_path / "gradebook").exists()


def test_check_says_all_faults_of_the_tables(run, tmp_path: Path) -> None:
    write_course(
        tmp_path,
        extensions=WHO + "u9,1,,3,Prof,d,ill\nu1,9,,3,Prof,d,ill\n",
        overrides=OVERRIDES + "u9,1,all,3,,P,d,r\n",
    )
    code, _, errors = run("course", "check")
    assert code == 2
    assert [line.split(": ")[1] for line in errors.splitlines()] == [
        "extensions.csv:2",
        "extensions.csv:3",
        "overrides.csv:2",
    ]


def test_a_good_course_and_what_may_be_meant_otherwise(run, tmp_path: Path) -> None:
    write_course(tmp_path)
    code, output, errors = run("course", "check")
    assert code == 0 and output == "From Tokens to RAG: 4 people, 2 assignments, 0 extensions, 0 overrides\n"
    assert errors == "warning: people.csv: in no “pair” for 03_attention: עדי כהן\n"
    assert run("course", "check", "--strict")[0] == 1


def test_without_a_course(run, tmp_path: Path) -> None:
    code, _, errors = run("gradebook")
    assert code == 2 and "There is no course.toml" in errors and errors.count("\n") == 1
    (tmp_path / "course.toml").write_text(COURSE)
    code, _, errors = run("gradebook")
    assert code == 2 and "There is no people.csv" in errors and errors.count("\n") == 1
