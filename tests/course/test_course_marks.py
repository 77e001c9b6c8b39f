"""Marks that follow from results, times and decisions; each number is worked out by hand."""

from __future__ import annotations

import csv
import itertools
import random
from pathlib import Path

import pytest
from term import COURSE, a_result, write_course, write_results

from autograder.results import Member, Status

ON_TIME, TWO_DAYS = "2026-03-15T20:00:00+02:00", "2026-03-17T10:00:00+02:00"


def sheet(tmp_path: Path) -> dict[str, dict[str, str]]:
    with (tmp_path / "gradebook" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def four(row: dict[str, str], name: str = "01_tokenization") -> list[str]:
    return [row[f"{name} {part}"] for part in ("raw", "overridden", "late", "final")]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    write_course(tmp_path)
    write_results(
        tmp_path,
        a_result("dana_levi", 80, time=ON_TIME, system="nbgrader", person_id="u1"),
        a_result("cohennoa_502", 90, student="cohennoa", time=TWO_DAYS, system="canvas", person_id="502"),
        a_result("ran", 70, student="Ran Mizrahi", system="canvas", person_id="503", late=True),
    )
    return tmp_path


def test_raw_late_and_final(course: Path, run) -> None:
    code, _output, errors = run("gradebook")
    assert code == 0, errors
    rows = sheet(course)
    assert four(rows["u1"]) == ["80", "", "", "80"]
    assert four(rows["u2"]) == ["90", "", "20", "70"]
    assert four(rows["u3"]) == ["70", "", "", "70"]  # late, nobody says by how much: nothing is taken off
    assert "does not say by how much" in rows["u3"]["remarks"]
    assert four(rows["u4"]) == ["", "", "", ""] and rows["u4"]["at risk"] == "yes"
    assert [rows[f"u{n}"]["letter"] for n in (1, 2, 3, 4)] == ["B", "F", "F", ""]
    assert "1 person has no result: עדי כהן" in errors
    assert run("gradebook", "--strict")[0] == 1


def test_a_due_date_moved_today_changes_the_marks_today(course: Path, run) -> None:
    run("gradebook")
    (course / "course.toml").write_text(COURSE.replace("due = 2026-03-15T23:59:00", "due = 2026-03-16T23:59:00"))
    _code, output, errors = run("gradebook")
    assert four(sheet(course)["u2"]) == ["90", "", "10", "80"]
    assert "since the last run: 1 up\n" in output and "Noa Cohen, 01_tokenization: 70 → 80 (late)" in errors
    assert "since the last run: nothing changed" in run("gradebook")[1]


def test_extensions_overrides_and_times_by_hand(course: Path, run) -> None:
    (course / "extensions.csv").write_text("student,group,assignment,extra,by,when,reason\n,Alpha,1,1 day,Prof,d,ill\n")
    (course / "overrides.csv").write_text(
        "student,assignment,exercise,points,delta,by,when,reason\n"
        "u1,1,decode,45,,Prof. Bar,2026-03-20,the test was too strict\n"
        "u2,1,all,,-5,Prof. Bar,2026-03-20,copied a helper\n"
        "u4,1,final,61,,Prof. Bar,2026-03-20,oral exam\n"
    )
    (course / "submissions.csv").write_text("student,assignment,time,reason\nu3,1,2026-03-16 10:00,by mail\n")
    assert run("gradebook")[0] == 0
    rows = sheet(course)
    assert four(rows["u1"]) == ["80", "95", "", "95"]
    assert four(rows["u2"]) == ["90", "85", "10", "75"]  # the pair Alpha has a day more
    assert four(rows["u3"]) == ["70", "", "10", "60"]
    assert four(rows["u4"]) == ["", "", "", "61"]
    assert "changed by Prof. Bar: the test was too strict" in rows["u1"]["remarks"]


def test_pairs_share_the_mark_and_the_best_of_two_counts(course: Path, run) -> None:
    late = "2026-04-17T10:00:00+03:00"
    write_results(
        course,
        a_result("sub_1", 60, assignment="03_attention", student="Dana Levi", time="2026-04-15T12:00:00+03:00"),
        a_result("sub_2", 75, assignment="03_attention", student="Noa Cohen", time=late),
        a_result("sub_3", 40, assignment="03_attention", student="x", system="gradescope", time=late,
                 members=(Member("Ran Mizrahi", "u3", "ran@x.org"), Member("Somebody Else", "u77"))),
    )  # fmt: skip
    _, _, errors = run("gradebook")
    rows = sheet(course)
    # 60 of 100 on time is 30 of 50; 75 is 37.5 less 20 % of 50.
    assert four(rows["u1"], "03_attention") == four(rows["u2"], "03_attention") == ["30", "", "", "30"]
    assert "2 submissions (sub_1 30, sub_2 27.5): the best counts, sub_1" in rows["u1"]["remarks"]
    assert four(rows["u3"], "03_attention") == ["20", "", "10", "10"]
    assert "03_attention: a member has no person: Somebody Else, of sub_3" in errors


def test_conflicts_unreadable_and_two_results(course: Path, run) -> None:
    broken = a_result("adi", 0, student="עדי כהן", status=Status.UNREADABLE)
    for path in (course / "results" / "01_tokenization").glob("*.json"):
        path.unlink()
    write_results(
        course,
        a_result("a", 50, student="levidana", system="canvas", person_id="502"),
        a_result("b", 60, student="Ran Mizrahi"),
        a_result("c", 70, student="Ran Mizrahi"),
        broken,
    )
    _, _, errors = run("gradebook")
    rows = sheet(course)
    assert all(four(rows[f"u{n}"]) == ["", "", "", ""] for n in (1, 2, 3, 4))
    assert "conflict, no mark: a: the canvas id 502 is Noa Cohen's, the name Dana Levi's" in errors
    assert "conflict, no mark: b, c: Ran Mizrahi has 2 results" in errors
    assert "unreadable" in rows["u4"]["remarks"]
    (course / "submissions.csv").write_text("student,assignment,submission\nu3,1,c\nu1,1,a\n")
    (course / "course.toml").write_text('missing = "0"\n' + COURSE)
    run("gradebook")
    rows = sheet(course)
    assert [four(rows[f"u{n}"])[3] for n in (1, 2, 3, 4)] == ["50", "0", "70", "0"]


def test_free_days_are_spent_in_the_order_of_due_dates(course: Path, run) -> None:
    text = COURSE.replace("free_days = 0", "free_days = 3\nfree_days_each = 2").replace('groups = "pair"\n', "")
    (course / "course.toml").write_text(text)
    write_results(
        course, a_result("noa", 90, assignment="03_attention", student="Noa Cohen", time="2026-04-17T10:00:00+03:00")
    )
    run("gradebook")
    rows = sheet(course)
    assert four(rows["u2"]) == ["90", "", "", "90"]  # two days late, two free days
    assert four(rows["u2"], "03_attention") == ["45", "", "5", "40"]  # two days late, one is left
    assert "free days spent: 2" in rows["u2"]["remarks"] and "free days spent: 1" in rows["u2"]["remarks"]


def test_the_order_of_files_and_rows_is_irrelevant(course: Path, run) -> None:
    rows = ["u1,1,decode,45,,P,d,r", "u1,1,encode,,-3,P,d,r", "u2,1,encode,11,,P,d,r"]
    people = (course / "people.csv").read_text().splitlines()
    seen = set()
    for order in itertools.permutations(rows):
        text = "\n".join(["student,assignment,exercise,points,delta,by,when,reason", *order]) + "\n"
        (course / "overrides.csv").write_text(text)
        body = people[1:]
        random.Random(str(order)).shuffle(body)
        (course / "people.csv").write_text("\n".join([people[0], *body]) + "\n")
        run("gradebook")
        seen.add((course / "gradebook" / "gradebook.csv").read_bytes())
    assert len(seen) == 1


def test_drop_lowest_and_weights(course: Path, run) -> None:
    text = COURSE.replace('groups = "pair"\n', "")
    (course / "course.toml").write_text(text)
    write_results(course, a_result("d", 50, assignment="03_attention", student="Dana Levi", time=ON_TIME))
    run("gradebook")
    assert sheet(course)["u1"]["total %"] == "60"  # (10 · 80 + 20 · 50) / 30
    (course / "course.toml").write_text("drop_lowest = 1\n" + text)
    run("gradebook")
    row = sheet(course)["u1"]
    assert (row["total %"], row["dropped"]) == ("80", "03_attention")


def test_status(course: Path, run) -> None:
    code, output, _ = run("course", "status", "--out", "status.csv")
    assert code == 0 and "Tokenization: 3 handed in, 1 late, 1 missing" in output
    assert "Noa Cohen: 2026-03-17 10:00, late by 1 d 10 h" in output
    assert "Ran Mizrahi: time unknown, late by an unknown time, waits for the time of the hand-in" in output
    with (course / "status.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file) if row["assignment"] == "01_tokenization"}
    assert rows["u4"]["state"] == "missing" and rows["u2"]["late by"] == "1 d 10 h"
