"""The sample course: every command on it, and the marks of its story worked out by hand from the results."""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
from pathlib import Path

import pytest

COURSE = Path(__file__).resolve().parents[2] / "datasets" / "sample_course"


def raw(assignment: str, submission: str) -> float:
    document = json.loads((COURSE / "results" / assignment / f"{submission}.json").read_text(encoding="utf-8"))
    return document["score"]


@pytest.fixture
def rows(run, tmp_path: Path) -> dict[str, dict[str, str]]:
    code, _, errors = run("gradebook", "--course", COURSE, "--out", "gradebook")
    assert code == 0 and "conflict" not in errors and "results have no person" not in errors, errors
    with (tmp_path / "gradebook" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_the_story(rows: dict[str, dict[str, str]]) -> None:
    first = {person: row["01_tokenization final"] for person, row in rows.items()}
    assert float(first["u1"]) == raw("01_tokenization", "u1") == 100
    assert float(first["u2"]) == raw("01_tokenization", "u2")  # a minute before the hour
    assert float(first["u3"]) == raw("01_tokenization", "u3") - 10  # two days late, one of them free
    assert float(first["u5"]) == raw("01_tokenization", "u5")  # within the grace
    assert first["u7"] == "20" and rows["u7"]["01_tokenization late"]  # after closing, and an oral exam
    assert first["u8"] == "0"  # missing
    second = {person: row["02_positional_encoding final"] for person, row in rows.items()}
    assert float(second["u2"]) == raw("02_positional_encoding", "Omer_Cohen_9002")  # late, and a free day
    assert float(second["u4"]) == raw("02_positional_encoding", "Lina_Haddad_9004")  # an extension
    assert float(second["u5"]) == raw("02_positional_encoding", "Yoav_Mizrahi_9005") - 2  # an override
    assert "02_positional_encoding" in rows["u6"]["dropped"]
    # Canvas says only "late"; submissions.csv says when: two days, one of them free.
    assert float(rows["u7"]["03_attention final"]) == raw("03_attention", "peretzuri_507") - 10
    assert {row["letter"] for row in rows.values()} <= set("ABCDF")


def test_pairs_and_teams(rows: dict[str, dict[str, str]]) -> None:
    for group in (("u1", "u2"), ("u3", "u4")):
        assert (
            len({rows[person]["05_fine_tuning raw"] for person in group}) == 1 and rows[group[0]]["05_fine_tuning raw"]
        )
    for team in (("u1", "u2", "u3"), ("u4", "u5"), ("u6", "u7", "u8")):
        assert len({rows[person]["06_rag_project raw"] for person in team}) == 1
    assert float(rows["u3"]["06_rag_project final"]) == float(rows["u1"]["06_rag_project final"]) + 3
    assert float(rows["u6"]["06_rag_project late"]) == 9  # 34 hours: three steps of twelve


def test_its_results_are_of_the_tests_of_today() -> None:
    """Else: python datasets/sample_course/make_sample_course.py, which makes those anew that are named here."""
    path = COURSE / "make_sample_course.py"
    specification = importlib.util.spec_from_file_location(path.stem, path)
    assert specification and specification.loader
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    assert script.stale() == [], "graded by other cases or points: run datasets/sample_course/make_sample_course.py"


def test_a_copy_stands_on_its_own(run, tmp_path: Path) -> None:
    copy = shutil.copytree(COURSE, tmp_path / "elsewhere" / "course")
    assert run("course", "check", "--course", copy)[0] == 0
    assert run("gradebook", "--course", copy)[0] == 0 and (copy / "gradebook" / "gradebook.csv").is_file()


def test_every_command(run, tmp_path: Path) -> None:
    assert run("course", "check", "--course", COURSE)[0] == 0
    assert "Tokenization: 7 handed in" in run("course", "status", "--course", COURSE)[1]
    code, output, _ = run("feedback", "--course", COURSE, "--out", "feedback")
    assert code == 0 and "pages)" in output
    code, output, _ = run("explain", "Omer Cohen", "encode", "--course", COURSE)
    assert code == 0 and "submission: u2" in output and "asks: " in output
    results = COURSE / "results" / "02_positional_encoding"
    roster = COURSE / "moodle_02.csv"
    code, _, errors = run("export", results, "--to", "moodle", "--roster", roster, "--out", "m.csv", "--course", COURSE)
    assert code == 0, errors
