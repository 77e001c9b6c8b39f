"""The final mark: by hand, with parts missing, and as a file that spreadsheets may open."""

from __future__ import annotations

import csv
import io
import random

import pytest
from rich.console import Console
from team_project import result

from autograder.teams.combine import combine, write_final_csv
from autograder.teams.overview import print_overview


def test_marks_worked_out_by_hand(project) -> None:
    """75 · 0.8 + 25 · 0.85 = 81.25, less 5 for Omer; 75 · 0.925 + 25 · 0.7 = 86.875, which rounds up."""
    assert {row.student: row.final for row in project.rows()} == {
        "101": 81.25,
        "102": 76.25,
        "103": 86.88,
        "104": 86.88,
        "105": 86.88,
    }
    omer = project.row("102")
    assert (omer.automatic, omer.automatic_max, omer.rubric, omer.share) == (80, 100, 8.5, 40)
    assert (omer.adjustment, omer.reason, omer.submission) == (-5, "Came to no meeting", "101")
    assert omer.comments == "Report (RS): Clear, but long" and omer.remarks == ()


def test_other_weights_and_another_maximum(project) -> None:
    project.edit("rubric.toml", "automatic = 75\nrubric = 25", "automatic = 60\nrubric = 40")
    project.results = [result("101", 8, most=16)]
    assert project.row("101").final == 64  # 60 · 0.5 + 40 · 0.85


@pytest.mark.parametrize(("adjustment", "final"), [("10", 100.0), ("-10", 87.5)])
def test_an_adjustment_ends_at_a_hundred(project, adjustment: str, final: float) -> None:
    project.edit("teams.csv", "noa@example.org,,,", f"noa@example.org,,{adjustment},Reason")
    project.results = [result("103", 100)]
    project.edit("marks.csv", "2,demo,1", "2,demo,3")
    assert (project.row("103").final, project.row("104").final) == (final, 97.5)


def test_and_at_zero(project) -> None:
    project.results = [result("101", 0)]
    project.edit("marks.csv", "1,report,4.5", "1,report,0")
    project.edit("marks.csv", "1,demo,4", "1,demo,0.5")
    assert (project.row("101").final, project.row("102").final) == (1.25, 0.0)


def test_without_a_submission_there_is_a_row_and_no_mark(project) -> None:
    project.results = project.results[1:]
    dana = project.row("101")
    assert (dana.final, dana.automatic, dana.submission, dana.rubric) == (None, None, "", 8.5)
    assert dana.remarks == ("nothing handed in",) and project.row("103").final == 86.88


@pytest.mark.parametrize("how", ["line gone", "points empty"])
def test_without_a_criterion_there_is_a_row_and_no_mark(project, how: str) -> None:
    project.edit("marks.csv", "2,demo,1,Only prepared questions,NK\n", "" if how == "line gone" else "2,demo,,,NK\n")
    noa = project.row("103")
    assert (noa.final, noa.rubric, noa.automatic, noa.marks) == (None, None, 92.5, {"report": 6, "demo": None})
    assert noa.remarks == ("not marked: Demonstration",)


def test_no_marks_at_all(project) -> None:
    project.write("marks.csv", "team,criterion,points\n")
    assert {row.final for row in project.rows()} == {None}
    assert project.row("101").remarks == ("not marked: Report, Demonstration",)


def test_several_markers_give_their_mean_and_are_told_when_far_apart(project) -> None:
    project.edit("marks.csv", "1,demo,4,,RS\n", "1,demo,4,,RS\n1,Demonstration,3.5,Slow,NK\n1,REPORT,2,,NK\n")
    dana = project.row("101")
    assert dana.marks == {"report": 3.25, "demo": 3.75}
    assert dana.remarks == ("Report: markers differ, from 2 to 4.5; the mean counts",)
    assert dana.comments == "Report (RS): Clear, but long | Demonstration (NK): Slow"


def test_a_submission_of_nobody_has_a_row(project) -> None:
    project.results.append(result("stranger", 40))
    last = project.rows()[-1]
    assert (last.team, last.name, last.submission, last.automatic, last.final) == ("", "stranger", "stranger", 40, None)
    assert last.remarks[0].startswith("this submission is in no team of the roster")
    assert len(project.rows()) == 6


def test_statements_that_are_missing_are_told_and_cost_nothing(project) -> None:
    project.edit("contribution.csv", "102,102,40,Recordings\n", "")
    dana = project.row("101")
    assert dana.final == 81.25
    assert "Omer Cohen's statement: no share of Omer Cohen" in dana.remarks


def table(project, **options) -> tuple[bytes, list[dict[str, str]]]:
    path = project.path("final.csv")
    write_final_csv(project.rows(), project.rubric, path, **options)
    content = path.read_bytes()
    return content, list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_file(project) -> None:
    content, rows = table(project)
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == 6
    assert list(rows[1].items()) == [
        ("team", "1"),
        ("student", "102"),
        ("name", "Omer Cohen"),
        ("email", "omer@example.org"),
        ("submission", "101"),
        ("automatic", "80"),
        ("automatic_max", "100"),
        ("report", "4.5"),
        ("demo", "4"),
        ("rubric", "8.5"),
        ("rubric_max", "10"),
        ("share", "40"),
        ("adjustment", "-5"),
        ("reason", "Came to no meeting"),
        ("final", "76.25"),
        ("remarks", ""),
        ("comments", "Report (RS): Clear, but long"),
    ]
    assert rows[2]["name"] == "נועה כץ"
    assert not table(project, bom=False)[0].startswith(b"\xef")


def test_a_part_that_is_missing_is_an_empty_cell(project) -> None:
    project.results = project.results[1:]
    _, rows = table(project)
    assert (rows[0]["automatic"], rows[0]["automatic_max"], rows[0]["final"]) == ("", "", "")


def test_the_same_bytes_whatever_the_order_of_the_files(project) -> None:
    project.results += [result("102", 60), result("stranger", 1), result("alien", 2)]
    before, _ = table(project)
    rng = random.Random(6)
    for name in ("teams.csv", "marks.csv", "contribution.csv"):
        header, *lines = project.path(name).read_text(encoding="utf-8").splitlines()
        rng.shuffle(lines)
        project.write(name, "\n".join([header, *lines]) + "\n")
    rng.shuffle(project.results)
    assert table(project)[0] == before


def test_texts_that_a_spreadsheet_would_run_are_disarmed(project) -> None:
    project.edit("teams.csv", "Omer Cohen", '"=HYPERLINK(""http://x"")"')
    project.edit("teams.csv", "Came to no meeting", "@SUM(A1)")
    project.edit("marks.csv", '"Clear, but long"', "+1")
    project.edit("marks.csv", "1,demo,4,,RS", "1,demo,4,-2+3,=cmd")
    project.results.append(result("-cmd", 1, student="=1+1"))
    _, rows = table(project)
    for row in rows:
        for column, text in row.items():
            if column != "adjustment":
                assert not text.startswith(("=", "+", "-", "@")), (column, text)
    assert rows[1]["name"] == '\'=HYPERLINK("http://x")' and rows[-1]["name"] == "'=1+1"


def shown(project, width: int = 160) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_overview(project.rows(), project.rubric, console)
    return console.file.getvalue()


def test_the_overview(project) -> None:
    project.edit("marks.csv", "2,demo,1,Only prepared questions,NK\n", "")
    project.results.append(result("stranger", 40))
    text = shown(project)
    omer = next(line for line in text.splitlines() if "│ Omer Cohen" in line)
    assert omer.replace("│", " ").split() == [
        "1",
        "102",
        "Omer",
        "Cohen",
        "80",
        "/100",
        "4.5",
        "4",
        "8.5",
        "-5",
        "76.25",
    ]
    assert text.count("team 2: not marked: Demonstration") == 1  # once a team
    assert "team 1: Omer Cohen -5 (Came to no meeting)" in text
    assert "stranger: this submission is in no team of the roster" in text
    assert "final marks: 2 of 5 students; mean 78.8, median 78.8, from 76.25 to 81.25" in text
    assert "נועה כץ" in text


def test_the_overview_takes_no_name_for_markup_and_needs_no_mark(project) -> None:
    project.edit("teams.csv", "Omer Cohen", "[red]Omer[/nope]")
    project.results = []
    text = shown(project)
    assert "[red]Omer[/nope]" in text and "final marks: 0 of 5 students\n" in text


def test_without_statements(project) -> None:
    rows = combine(project.results, project.roster(), project.rubric, project.marks())
    assert {row.share for row in rows} == {None} and rows[0].final == 81.25
