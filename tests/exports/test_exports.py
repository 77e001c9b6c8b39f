"""Exports, each read back as the other system reads it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from autograder.errors import KitError
from autograder.exports import TARGETS
from autograder.exports import export as run_export
from autograder.results import HandIn, QuestionResult, Status, SubmissionResult


def export(*arguments, **more) -> Path:
    return run_export(*arguments, **more).path


def downloaded(results: list[SubmissionResult], system: str) -> list[SubmissionResult]:
    """The same class as a system's download: the number at the end of each name is the person's there."""
    for result in results:
        result.hand_in = HandIn(system=system, person_id=result.submission.rpartition("_")[2])
    return results


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def test_gradescope(results, tmp_path: Path) -> None:
    export(results, "gradescope", tmp_path / "out")
    for result in results:
        document = json.loads((tmp_path / "out" / result.submission / "results.json").read_text(encoding="utf-8"))
        assert document == json.loads(json.dumps(result.to_gradescope()))
        assert document["score"] == result.score
        assert {test["visibility"] for test in document["tests"]} <= {"visible", "after_published"}


def test_canvas_without_a_gradebook(results, tmp_path: Path) -> None:
    path = export(downloaded(results, "canvas"), "canvas", tmp_path / "canvas.csv", title="Attention (55)")
    header, points, *rows = table(path)
    # The importer wants "Student" and "ID" first and "Section" last before the assignments.
    assert header == ["Student", "ID", "SIS Login ID", "Section", "Attention (55)"]
    assert "Points Possible" in points[0] and points[4] == "14"
    assert ["Dana Levi", "101", "", "", "14"] in rows and ["נועה כץ", "103", "", "", "8"] in rows
    assert len(rows) == len(results)


def test_canvas_with_a_gradebook(results, tmp_path: Path) -> None:
    roster = tmp_path / "gradebook.csv"
    roster.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Attention (55),Other (56),Final Score\n"
        "    Points Possible,,,,,14,10,(read only)\n"
        '"Levi, Dana",101,s1,dana,A,,7,50\n'
        '"Cohen, Omer",999,s2,omer,A,3,7,50\n'
        '"Nobody, Nina",777,s3,nina,A,5,7,50\n',
        encoding="utf-8-sig",
    )
    rows = table(export(results, "canvas", tmp_path / "out.csv", title="Attention", roster=roster))
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Attention (55)"],
        ["    Points Possible", "", "", "", "", "14"],
        ["Levi, Dana", "101", "s1", "dana", "A", "14"],
        ["Cohen, Omer", "999", "s2", "omer", "A", "10"],  # by name
        ["Nobody, Nina", "777", "s3", "nina", "A", "5"],  # as it was: to Canvas an empty cell would take the 5 away
    ]
    with pytest.raises(KitError, match="no column for “Softmax”"):
        export(results, "canvas", tmp_path / "out.csv", title="Softmax", roster=roster)


def test_two_students_of_one_name_are_not_guessed(results, tmp_path: Path) -> None:
    results.append(
        SubmissionResult("dana_900", "Dana Levi", "03_attention", Status.GRADED, "", [QuestionResult("a", 1, 14)])
    )
    results[-1].hand_in = HandIn(system="canvas", person_id="900")
    roster = tmp_path / "g.csv"
    roster.write_text("Student,ID,SIS Login ID,Section,Attention\nDana Levi,5,,,\nDana Levi,900,,,\n", encoding="utf-8")
    rows = table(export(results, "canvas", tmp_path / "out.csv", title="Attention", roster=roster))
    assert [row[-1] for row in rows[1:]] == ["", "1"]


def test_moodle_without_a_worksheet(results, tmp_path: Path) -> None:
    header, *rows = table(export(downloaded(results, "moodle"), "moodle", tmp_path / "moodle.csv"))
    assert {"Identifier", "Email address", "Grade", "Last modified (grade)"} <= set(header)
    dana = dict(zip(header, next(row for row in rows if "Dana Levi" in row), strict=True))
    assert (dana["Identifier"], dana["Grade"], dana["Maximum grade"]) == ("Participant 101", "14", "14")


def test_moodle_with_a_worksheet(results, tmp_path: Path) -> None:
    worksheet = tmp_path / "Grades.csv"
    worksheet.write_text(
        "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,Last modified (submission),"
        "Last modified (grade),Feedback comments\n"
        'Participant 101,Dana Levi,d@x.org,Submitted,,14.00,Yes,"Tuesday, 24 November 2026, 10:00 AM",-,\n'
        "Participant 555,Nina Nobody,n@x.org,No submission,,14.00,Yes,-,-,\n",
        encoding="utf-8",
    )
    header, dana, nina = table(export(results, "moodle", tmp_path / "out.csv", roster=worksheet))
    assert header[0] == "Identifier" and len(dana) == len(header) == 10
    assert dana[header.index("Grade")] == "14" and nina[header.index("Grade")] == ""
    assert dana[header.index("Last modified (submission)")].startswith("Tuesday")


def test_a_damaged_result_exports_no_grade(tmp_path: Path) -> None:
    damaged = SubmissionResult("dana_1", "dana", "", Status.UNREADABLE)
    rows = table(export([damaged], "moodle", tmp_path / "m.csv"))
    assert rows[1][rows[0].index("Grade")] == ""


def test_nbgrader_reads_it_back(results, tmp_path: Path) -> None:
    from nbgrader.api import Gradebook

    path = tmp_path / "gradebook.db"
    for _ in range(2):  # the second export replaces the first, and counts nothing twice
        export(results, "nbgrader", path)
    results[1].questions[0].score = 6.0
    export(results[1:2], "nbgrader", path)
    with Gradebook(f"sqlite:///{path}") as gradebook:
        assert [a.name for a in gradebook.assignments] == ["03_attention"]
        assert gradebook.find_assignment("03_attention").max_score == 14
        assert {s.id for s in gradebook.students} == {r.submission for r in results}
        for result in results:
            if result.status is Status.UNREADABLE:  # never a silent 0
                assert result.submission not in {s.student.id for s in gradebook.assignment_submissions("03_attention")}
                continue
            submission = gradebook.find_submission("03_attention", result.submission)
            assert submission.score == result.score
            assert not submission.needs_manual_grade
            for question in result.questions:
                grade = gradebook.find_grade(question.name, "03_attention", "03_attention", result.submission)
                assert (grade.auto_score, grade.max_score) == (question.score, question.max_score)


def test_csv_is_grades_csv(results, tmp_path: Path) -> None:
    export(results, "csv", tmp_path / "grades.csv")
    assert (tmp_path / "grades.csv").read_text(encoding="utf-8-sig").startswith("submission,student,status")


def test_what_cannot_be_exported(results, tmp_path: Path) -> None:
    with pytest.raises(KitError, match="not a system") as raised:
        export(results, "blackboard", tmp_path / "x")
    assert all(target in raised.value.mend for target in TARGETS)
    with pytest.raises(KitError, match="no results"):
        export([], "csv", tmp_path / "x")
    with pytest.raises(KitError, match="of no use"):
        export(results, "csv", tmp_path / "x", roster=tmp_path / "y")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    with pytest.raises(KitError, match="has no columns"):
        export(results, "moodle", tmp_path / "x", roster=tmp_path / "bad.csv")
