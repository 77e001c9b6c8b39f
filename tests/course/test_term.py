"""A term played through: six assignments, sixty people, groups, late days, extensions, two regrades and an appeal.

The sheet is worked out in this file from the story alone, in its own words and with its own arithmetic, as somebody would who
has a calculator and the rules: it imports nothing of autograder.course.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
from fractions import Fraction
from pathlib import Path

import pytest
from term import a_result, write_results

from autograder.results import Member

HOMEWORK = ["01_tokenization", "02_positional_encoding", "03_attention", "04_multi_head_attention", "05_fine_tuning"]
PROJECT = "06_rag_project"
DUE = {
    name: dt.datetime(2026, 3, 12, 23, 59) + dt.timedelta(days=14 * n) for n, name in enumerate([*HOMEWORK, PROJECT])
}
# The clocks of Jerusalem go forward on 27 March at two, two hours after the second one is due.
PEOPLE = [f"s{n:02}" for n in range(60)]

COURSE = "\n".join(
    [
        'title = "Term"',
        'time_zone = "Asia/Jerusalem"',
        "free_days = 3",
        "free_days_each = 2",
        "drop_lowest = 1",
        'missing = "0"',
        '[late.homework]\ngrace = "15 min"\nper = "day"\npercent = 10\ncap = 40\nclosed_after = "6 days"',
        '[late.project]\nper = "step"\nstep = "6 hours"\npoints = 4\nfree_days = false',
        "[letters]\nA = 90\nB = 80\nC = 70\nF = 0",
        *(
            f'[assignment.{name}]\ndue = {DUE[name].isoformat()}\nweight = 12\nlate = "homework"'
            + ("\nmaximum = 20" if name == "02_positional_encoding" else "")
            + ('\ngroups = "pair"' if name == "05_fine_tuning" else "")
            for name in HOMEWORK
        ),
        f"[assignment.{PROJECT}]\ndue = {DUE[PROJECT].isoformat()}\nclosed = 2026-05-28T23:59:00\nweight = 40\n"
        'late = "project"\ngroups = "team"\ndroppable = false',
    ]
)


def story(person: int, number: int) -> tuple[float, dt.timedelta] | None:
    """The points out of 100 and how long after the due date; None for who did not hand in."""
    if (person + number) % 17 == 0:
        return None
    points = 40 + (person * 7 + number * 13) % 61
    late = [-30, -2, -1, 0, 10 / 60, 20 / 60, 5, 23.9, 24.1, 50, 100, 150][(person * 5 + number * 3) % 12]
    return float(points), dt.timedelta(hours=late)


def groups(person: int) -> tuple[str, str]:
    return f"pair {person // 2}", f"team {person // 3}"


def leader(person: int, name: str) -> int:
    """Whose hand-in it is in a group assignment: the first of the group hands in for all."""
    return person - person % 2 if name == "05_fine_tuning" else person - person % 3 if name == PROJECT else person


def write_term(folder: Path, changed: dict[tuple[int, str], float]) -> None:
    """The files of the term; ``changed`` are the points that a regrade gives."""
    (folder / "course.toml").write_text(COURSE)
    rows = [f"{p},Student Number{p},{p}@x.org,{groups(n)[0]},{groups(n)[1]}" for n, p in enumerate(PEOPLE)]
    (folder / "people.csv").write_text("id,name,email,pair,team\n" + "\n".join(reversed(rows)) + "\n")
    for number, name in enumerate([*HOMEWORK, PROJECT]):
        found = []
        for person, key in enumerate(PEOPLE):
            said = story(person, number)
            if said is None or leader(person, name) != person:
                continue
            points = changed.get((person, name), said[0])
            time = (DUE[name] + said[1]).isoformat()  # wall-clock time of the course
            if name == PROJECT:
                members = tuple(Member(f"Student Number{p}", p, f"{p}@x.org") for p in PEOPLE[person : person + 3])
                found.append(
                    a_result(
                        f"{name}_{person}", points, assignment=name, time=time, system="gradescope", members=members
                    )
                )
            else:
                found.append(a_result(key, points, assignment=name, time=time, system="nbgrader", person_id=key))  # fmt: skip
        write_results(folder, *found)
    (folder / "extensions.csv").write_text(
        "student,group,assignment,extra,by,when,reason\n"
        "s05,,01_tokenization,2 days,Prof,2026-02-20,ill\n"
        ",pair 4,05_fine_tuning,3 days,Prof,2026-04-20,broken machine\n"
        "all,,04_multi_head_attention,1 day,Prof,2026-04-10,the server was down\n"
    )


OVERRIDES = "student,assignment,exercise,points,delta,by,when,reason\n"
APPEAL = (
    OVERRIDES
    + "s04,01_tokenization,decode,45,,Prof,2026-05-20,the check was too strict\ns08,06_rag_project,final,,-5,Prof,2026-05-20,did little\n"
)


def sheet(changed: dict[tuple[int, str], float], appeal: bool) -> dict[str, tuple[dict[str, Fraction], Fraction, str]]:
    """Everybody's final marks, total and letter, by hand."""
    extra = {("s05", "01_tokenization"): 2, ("s08", "05_fine_tuning"): 3, ("s09", "05_fine_tuning"): 3}
    found = {}
    for person, key in enumerate(PEOPLE):
        left, marks = 3, {}
        for number, name in enumerate([*HOMEWORK, PROJECT]):
            whose = leader(person, name)
            said = story(whose, number)
            most = 20 if name == "02_positional_encoding" else 100
            if said is None:
                marks[name] = Fraction(0)
                continue
            points = Fraction(changed.get((whose, name), said[0])).limit_denominator()
            if appeal and (key, name) == ("s04", "01_tokenization"):
                points = min(points, Fraction(50)) + 45
            mark = points * most / 100
            # On the course's clock: a day ends at the hour that was due, also on 27 March, which has 23 hours.
            hours = said[1].total_seconds() / 3600
            longer = extra.get((key, name), 1 if name == "04_multi_head_attention" else 0)
            hours -= 24 * longer
            if name == PROJECT:
                lost = 4 * math.ceil(hours / 6) if hours > 0 else 0
                mark = max(Fraction(0), mark - lost) if hours <= 7 * 24 else Fraction(0)
            elif hours > 6 * 24:
                mark = Fraction(0)
            elif hours > 0.25:
                days = math.ceil(hours / 24)
                free = min(days, left, 2)
                left -= free
                mark = max(Fraction(0), mark - Fraction(min(40, 10 * (days - free)), 100) * most)
            if appeal and (key, name) == ("s08", PROJECT):
                mark = max(Fraction(0), mark - 5)
            marks[name] = mark
        percents = {name: marks[name] / (20 if name == "02_positional_encoding" else 100) * 100 for name in marks}
        totals = []
        for dropped in HOMEWORK:
            kept = [name for name in percents if name != dropped]
            weights = sum(40 if name == PROJECT else 12 for name in kept)
            totals.append(sum((40 if name == PROJECT else 12) * percents[name] for name in kept) / weights)
        total = max(totals)
        shown = Fraction(math.floor(total * 100 + Fraction(1, 2)), 100)
        letter = "A" if shown >= 90 else "B" if shown >= 80 else "C" if shown >= 70 else "F"
        found[key] = (marks, shown, letter)
    return found


def table(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "gradebook" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def compare(folder: Path, expected: dict[str, tuple[dict[str, Fraction], Fraction, str]]) -> None:
    rows = table(folder)
    assert set(rows) == set(PEOPLE)
    for key, (marks, total, letter) in expected.items():
        for name, mark in marks.items():
            assert float(rows[key][f"{name} final"]) == pytest.approx(float(mark), abs=0.0051), (key, name)
        assert float(rows[key]["total %"]) == pytest.approx(float(total), abs=1e-9), key
        assert rows[key]["letter"] == letter, key


def test_a_term(tmp_path: Path, run) -> None:
    write_term(tmp_path, {})
    code, output, errors = run("gradebook")
    assert code == 0 and "since the last run" not in output, errors
    compare(tmp_path, sheet({}, appeal=False))
    spring = [
        p for p in range(60) if story(p, 1) and (p * 5 + 3) % 12 == 8
    ]  # 24.1 hours by the clock, 23.1 that passed
    assert spring
    for person in spring:
        remarks = table(tmp_path)[PEOPLE[person]]["remarks"]
        assert "02_positional_encoding: late by 23 h 6 min, free days spent: 2" in remarks, "two days by the clock"

    # The first regrade: a test of assignment 3 was wrong, and every fifth person gains or loses.
    changed = {(p, "03_attention"): story(p, 2)[0] + (5 if p % 2 else -5) for p in range(0, 60, 5) if story(p, 2)}
    write_term(tmp_path, changed)
    before = sheet({}, appeal=False)
    after = sheet(changed, appeal=False)
    up = sum(after[key][0]["03_attention"] > before[key][0]["03_attention"] for key in PEOPLE)
    down = sum(after[key][0]["03_attention"] < before[key][0]["03_attention"] for key in PEOPLE)
    output = run("gradebook")[1]
    assert f"since the last run: {up} up, {down} down" in output and up and down
    compare(tmp_path, after)

    # An appeal, and a member of a team who did little; they survive the second regrade, which changes the project.
    (tmp_path / "overrides.csv").write_text(APPEAL)
    output, errors = run("gradebook")[1:]
    assert "Student Numbers04, 01_tokenization" in errors
    compare(tmp_path, sheet(changed, appeal=True))
    code, output, _ = run("explain", "Student Numbers04", "decode", "--assignment", "1")
    assert code == 0 and "not passed, 18 of 50 (hidden): it" in output and "came back: Look again." in output
    assert (
        "override, line 2: decode 45 by Prof on 2026-05-20 because the check was too strict ← this exercise" in output
    )
    assert "late by 1 d" in output and "free days spent: 2" in output
    changed |= {(p, PROJECT): min(100.0, story(p, 5)[0] + 3) for p in range(0, 60, 3) if story(p, 5)}
    write_term(tmp_path, changed)
    assert run("gradebook")[0] == 0
    compare(tmp_path, sheet(changed, appeal=True))
    page = (tmp_path / "gradebook" / "index.html").read_text(encoding="utf-8")
    assert page.count("<tr>") > 60

    # And out to Canvas, every person with the final mark.
    rows = [f'"Number{n}, Student",{n + 1000},{key},{key},S1,7' for n, key in enumerate(PEOPLE)]
    head = "Student,ID,SIS User ID,SIS Login ID,Section,HW (1)\n    Points Possible,,,,,20\n"
    (tmp_path / "canvas.csv").write_text(head + "\n".join(rows) + "\n")
    code, _, errors = run("export", "results/02_positional_encoding", "--to", "canvas", "--title", "HW", "--roster",
                          "canvas.csv", "--out", "out.csv")  # fmt: skip
    assert code == 0, errors
    with (tmp_path / "out.csv").open(newline="") as file:
        written = {row["SIS User ID"]: row["HW (1)"] for row in csv.DictReader(file) if row["ID"]}
    for key, (marks, _, _) in sheet(changed, appeal=True).items():
        assert float(written[key]) == pytest.approx(float(marks["02_positional_encoding"]), abs=0.0051)
