"""`autograder grade` beside a course.toml: whose result is whose, whose score changed, and results that somebody edited."""

from __future__ import annotations

from pathlib import Path

from classroom import ASSIGNMENT, CHANGES, notebook, result, run

COURSE = f"""\
title = "Course"
time_zone = "UTC"
[late.standard]
percent = 10
[assignment.{ASSIGNMENT}]
due = 2026-03-15T23:59:00
late = "standard"
results = "results"
"""
PEOPLE = "id,name\nu1,Dana Levi\nu2,Noa Cohen\nu3,Ran Mizrahi\n"


def test_grade_in_a_course(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text(COURSE)
    (tmp_path / "people.csv").write_text(PEOPLE)
    handed_in = tmp_path / "in"
    handed_in.mkdir()
    (handed_in / f"dana_levi_{ASSIGNMENT}.ipynb").write_text(notebook({}))
    (handed_in / f"noa_cohen_{ASSIGNMENT}.ipynb").write_text(notebook(CHANGES[1]))
    (handed_in / f"stranger_{ASSIGNMENT}.ipynb").write_text(notebook({}))
    out = tmp_path / "results"
    options = ("--jobs", "1", "--isolation", "process")
    done = run(handed_in, out, *options)
    assert done.returncode == 0, done.stderr
    assert "matched: 2 people\n1 result has no person: stranger\n1 person has no result: Ran Mizrahi\n" in done.stderr
    assert "since the last run" not in done.stderr
    assert "It is not known when this was handed in" in (out / "report" / "submissions" / "dana_levi.html").read_text()

    # Noa hands in anew, somebody edits Dana's result: it does not count and is graded again.
    before = result(out, "noa_cohen")["score"]
    (handed_in / f"noa_cohen_{ASSIGNMENT}.ipynb").write_text(notebook({}))
    edited = out / "dana_levi.json"
    whole = edited.read_bytes()
    edited.write_text(edited.read_text().replace('"score": ', '"score": 1'))
    done = run(handed_in, out, *options, "--strict")
    assert done.returncode == 1, done.stderr  # a stranger, and somebody without a result
    assert "changed by hand, so graded again: dana_levi" in done.stderr and edited.read_bytes() == whole
    after = result(out, "noa_cohen")["score"]
    assert f"noa_cohen: {before:g} → {after:g}" in done.stderr and "since the last run: 1 up\n" in done.stderr

    # A course that is wrong stops the command before anything is graded.
    (tmp_path / "people.csv").write_text(PEOPLE + "u1,Again\n")
    done = run(handed_in, tmp_path / "other", *options)
    assert done.returncode == 2 and "people.csv:5: Again has the same id as Dana Levi in line 2" in done.stderr
    assert not (tmp_path / "other").exists()
