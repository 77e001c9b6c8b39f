"""The command, as a teacher types it, and the files that the course ships for it."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from team_gradebook import formgrade, make_gradebook
from team_project import result

from autograder import cli
from autograder.authoring.catalogue import ROOT_VARIABLE
from autograder.authoring.rubric import read_rubric
from autograder.release.rubric_pages import rubric_markdown
from autograder.teams.contributions import read_contributions
from autograder.teams.roster import read_roster
from autograder.teams.rubric_marks import read_marks

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "solutions" / "06_rag_project"
DOCS = ROOT / "docs" / "team_project.md"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process, in the project's folder: exit code, output and errors."""
    monkeypatch.chdir(project.root)
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["autograder", "team-marks", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    return run


FILES = ("results", "--roster", "teams.csv", "--rubric", "rubric.toml", "--out", "final.csv")


def finals(path: Path) -> dict[str, str]:
    text = path.read_bytes().decode("utf-8-sig")
    return {row["student"] or row["submission"]: row["final"] for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_marks_from_a_csv(project, run) -> None:
    project.write_results()
    code, out, err = run(*FILES, "--marks", "marks.csv", "--contributions", "contribution.csv")
    assert (code, err) == (0, "")
    assert finals(project.path("final.csv")) == {
        "101": "81.25",
        "102": "76.25",
        "103": "86.88",
        "104": "86.88",
        "105": "86.88",
    }
    assert "Tiny project" in out and "final marks: 5 of 5 students" in out and out.endswith("final marks: final.csv\n")
    before = project.path("final.csv").read_bytes()
    assert before.startswith(b"\xef\xbb\xbf")
    assert run(*FILES, "--marks", "marks.csv", "--contributions", "contribution.csv", "--no-bom")[0] == 0
    assert project.path("final.csv").read_bytes() == before.removeprefix(b"\xef\xbb\xbf")


def test_marks_from_a_gradebook(project, run) -> None:
    project.write_results()
    make_gradebook(project.path("gradebook.db"), ("102", "999"))
    formgrade(project.path("gradebook.db"), "102", "report", 4.5)
    formgrade(project.path("gradebook.db"), "102", "demo", 4)
    code, _, err = run(*FILES, "--gradebook", "gradebook.db")
    assert (
        code == 0
        and err == "warning: gradebook.db: the student '999' is not in the roster; the marks there are left out.\n"
    )
    assert finals(project.path("final.csv")) == {"101": "81.25", "102": "76.25", "103": "", "104": "", "105": ""}


def test_damage_is_a_warning_and_no_mark(project, run) -> None:
    project.write_results()
    project.write("results/102.json", "{")
    code, _, err = run(*FILES, "--marks", "marks.csv")
    assert code == 0 and err.startswith("warning: results/102.json is damaged")
    assert finals(project.path("final.csv"))["101"] == ""


REFUSED = {
    "no marks": ((*FILES,), ("come from one place", "Give --marks with a CSV, or --gradebook")),
    "two marks": (
        (*FILES, "--marks", "marks.csv", "--gradebook", "teams.csv"),
        ("come from one place", "Give --marks"),
    ),
    "over an input": (
        ("results", *FILES[1:-1], "teams.csv", "--marks", "marks.csv"),
        ("would overwrite", "another file"),
    ),
    "no results": (("nowhere", *FILES[1:], "--marks", "marks.csv"), ("no results folder nowhere", "autograder grade")),
    "no roster": (("results", *FILES[3:], "--marks", "marks.csv"), ("Who is in which team", "--roster and --rubric")),
    "team of one": ((*FILES, "--marks", "marks.csv", "--allow-team", "9"), ("no team '9'", "Known are: 1, 2")),
    "statements": (
        (*FILES, "--marks", "marks.csv", "--contributions", "empty"),
        ("The folder empty is empty", "submissions"),
    ),
    "out below a file": (
        ("results", *FILES[1:-1], "marks.csv/x", "--marks", "marks.csv"),
        ("cannot be written", "path"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(project, run, name: str) -> None:
    project.write_results()
    project.path("empty").mkdir()
    before = sorted(project.root.rglob("*"))
    arguments, words = REFUSED[name]
    code, _, err = run(*arguments)
    assert code == 2 and err.startswith("error: ") and err.count("\n") == 1
    assert all(word in err for word in words), err
    assert sorted(project.root.rglob("*")) == before


def test_allow_team(project, run) -> None:
    project.write_results()
    project.edit("teams.csv", "1,102,Omer Cohen,omer@example.org,,-5,Came to no meeting\n", "")
    assert run(*FILES, "--marks", "marks.csv")[0] == 2
    assert run(*FILES, "--marks", "marks.csv", "--allow-team", "1")[0] == 0


def test_the_rubric_of_the_course() -> None:
    rubric = read_rubric(COURSE / "rubric.toml")
    assert [(c.name, c.points) for c in rubric.criteria] == [("report", 7), ("design", 7), ("ethics", 5), ("demo", 6)]
    assert (rubric.points, rubric.automatic_weight, rubric.rubric_weight) == (25, 75, 25)
    assert (rubric.least_members, rubric.most_members, rubric.most_adjustment) == (2, 3, 10)
    assert rubric.assignment == COURSE.name
    for criterion in rubric.criteria:
        assert criterion.for_markers and len(criterion.levels) >= 4
        for level in criterion.levels[:-1]:
            assert 2 <= len(re.findall(r"[.?!]”?(?=\s|$)", level.example)) <= 6, level.example
    text = rubric_markdown(rubric)
    assert all(criterion.for_markers not in text for criterion in rubric.criteria)


def test_the_examples_of_the_course(project, run) -> None:
    """By hand: 75 · 0.84 + 5.25 + 6 + 3 + 6 = 83.25; 75 · 0.9 + 16.5 = 84, and 3 for one member."""
    project.results = [
        result("301234561", 84, assignment=COURSE.name),
        result("lina_301234564", 90, assignment=COURSE.name),
        result("team_three", 50, assignment=COURSE.name),
    ]
    project.write_results()
    code, out, err = run(
        *("results", "--rubric", COURSE / "rubric.toml", "--roster", COURSE / "roster_example.csv"),
        *("--marks", COURSE / "rubric_marks_example.csv"),
        *("--contributions", COURSE / "contribution_example.csv", "--out", "final.csv"),
    )
    assert (code, err) == (0, "")
    assert list(finals(project.path("final.csv")).values()) == ["83.25"] * 3 + ["87", "84", "", ""]
    assert "team 2: the members disagree on Lina Haddad's share: from 50 to 65 %" in out
    assert "team 3: not marked: Demonstration" in out and "team 3: no contribution statement of אורי פרץ" in out
    assert "team 1:" not in out


def test_the_template_is_a_form_and_no_statement() -> None:
    rubric = read_rubric(COURSE / "rubric.toml")
    roster = read_roster(COURSE / "roster_example.csv", rubric)
    assert read_marks(COURSE / "rubric_marks_example.csv", roster, rubric).marks
    found = read_contributions(COURSE / "contribution_template.csv", roster, COURSE.name)
    assert not found.problems and not found.shares
    lines = (COURSE / "contribution_template.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == (COURSE / "contribution_example.csv").read_text(encoding="utf-8").splitlines()[0]
    assert len(lines) == 1 + 3 * 3


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), re.M | re.S)


def test_the_notebooks_cell_in_the_docs_writes_a_statement(tmp_path, monkeypatch) -> None:
    cell = next(block for block in blocks("python") if "contribution.json" in block)
    monkeypatch.chdir(tmp_path)
    exec(compile(cell, "cell", "exec"), {})
    assert len(json.loads(Path("contribution.json").read_text(encoding="utf-8"))["statements"]) == 2
    roster = read_roster(COURSE / "roster_example.csv", read_rubric(COURSE / "rubric.toml"))
    found = read_contributions(Path("contribution.json"), roster, COURSE.name)
    assert found.shares == {"301234564": 55, "301234565": 45} and "2" not in found.remarks


def test_the_cells_in_the_docs_are_read(kit_copy) -> None:
    from tiny_kit import MASTER

    from autograder.authoring.master import read_master

    cells = next(block for block in blocks("python") if "%%" in block)
    path = kit_copy.root / MASTER
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{cells}", encoding="utf-8")
    rubric = read_rubric(COURSE / "rubric.toml")
    found = {cell.id: cell.points for cell in read_master(path).cells if cell.points}
    assert found == {c.name: c.points for c in rubric.criteria if c.name in ("report", "demo")}


def test_the_rubric_in_the_docs_has_every_key(project) -> None:
    (block,) = blocks("toml")
    more = (
        '\n[[criterion.level]]\npoints = 3\nmeans = "m"\nexample = "e"\n[[criterion.level]]\npoints = 0\nmeans = "m"\n'
    )
    path = project.write("docs.toml", block.replace("points = 25", "points = 7") + more)
    rubric = read_rubric(path)
    assert rubric.criteria[0].for_markers and rubric.step == 0.5


def test_the_docs_name_every_column_of_the_final_table(project) -> None:
    from autograder.teams.combine import write_final_csv

    path = project.path("final.csv")
    write_final_csv([], project.rubric, path, bom=False)
    names = set(path.read_text(encoding="utf-8").strip().split(",")) - {"report", "demo"}
    section = DOCS.read_text(encoding="utf-8").split("## What is in final.csv")[1]
    assert names <= set(re.findall(r"\w+", section))
