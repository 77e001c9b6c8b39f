"""Result files in, grades.csv out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from autograder.errors import KitError
from autograder.reports import read_results, write_grades_csv
from autograder.reports.tables import cell
from autograder.results import QuestionResult, Status, SubmissionResult


def rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding=encoding).splitlines()))


def write(folder: Path, results: list[SubmissionResult]) -> None:
    folder.mkdir(exist_ok=True)
    for result in results:
        (folder / f"{result.submission}.json").write_text(json.dumps(result.to_gradescope()), encoding="utf-8")


def test_results_come_back_as_they_were_written(results, tmp_path: Path) -> None:
    write(tmp_path / "out", results)
    (tmp_path / "out" / "timings").mkdir()
    (tmp_path / "out" / "timings" / "dana_101.json").write_text("{}")
    (tmp_path / "out" / ".half.json").write_text("{")
    problems: list[str] = []
    back = read_results(tmp_path / "out", on_problem=problems.append)
    assert back == sorted(results, key=lambda r: r.submission) and problems == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b"\xff\xfe\x00",
        b'{"extra_data": {}}',
        b'{"extra_data": 5}',
        b"[" * 100_000,
        b"9" * 9_999,
    ],
)
def test_a_damaged_result_is_a_row_and_a_report(results, content: bytes, tmp_path: Path) -> None:
    write(tmp_path, results)
    (tmp_path / "tamar.json").write_bytes(content)
    problems: list[str] = []
    back = {r.submission: r for r in read_results(tmp_path, on_problem=problems.append)}
    assert len(back) == len(results) + 1 and back["tamar"].status is Status.UNREADABLE
    assert len(problems) == 1 and "tamar.json" in problems[0] and "grade that submission again" in problems[0]


@pytest.mark.parametrize("break_it", ["score", "name", "status", "cases"])
def test_a_result_edited_by_hand_is_damaged(results, break_it: str, tmp_path: Path) -> None:
    document = results[0].to_gradescope()
    document["extra_data"]["questions"][0][break_it] = None
    (tmp_path / "dana.json").write_text(json.dumps(document))
    (only,) = read_results(tmp_path)
    assert only.status is Status.UNREADABLE


def test_missing_and_empty_folders(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="no results folder"):
        read_results(tmp_path / "nowhere")
    with pytest.raises(KitError, match="no results in"):
        read_results(tmp_path)


def test_grades_csv(results, tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    write_grades_csv(results, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    table = rows(path)
    assert list(table[0]) == ["submission", "student", "status", "score", "max_score", "softmax", "mask", "detail"]
    assert [row["submission"] for row in table] == sorted(r.submission for r in results)
    omer = next(row for row in table if row["submission"] == "omer_102")
    assert (omer["score"], omer["max_score"], omer["softmax"], omer["mask"]) == ("10", "14", "4", "6")
    assert next(row for row in table if row["student"] == "נועה כץ")["status"] == "timed out"
    before = path.read_bytes()
    write_grades_csv(list(reversed(results)), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["grades.csv"]  # no temporary file is left


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-2+3|cmd",
        "@SUM(A1)",
        " =1",
        "\t=1",
        "\n=1",
        "\r=1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1",
        "=cmd|' /C calc'!A0",
        "-1e5x",
    ],
)
def test_no_cell_is_a_formula(text: str, tmp_path: Path) -> None:
    result = SubmissionResult(text, text, "a", Status.GRADED, text, [QuestionResult(text, 1.0, 2.0)])
    path = tmp_path / "grades.csv"
    write_grades_csv([result], path)
    for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines()):
        for value in row:
            assert not value.lstrip(" \t\u00a0\ufeff").startswith(("=", "+", "-", "@", "＝"))
            assert "\n" not in value and "\r" not in value


def test_ordinary_text_stays_as_it_is() -> None:
    for text in ("Dana Levi", "O'Brien", "a=b", "נועה", "3-4", ""):
        assert cell(text) == text


def test_an_exercise_called_score_has_its_own_column(tmp_path: Path) -> None:
    result = SubmissionResult("dana", "Dana", "a", Status.GRADED, "", [QuestionResult("score", 1.0, 2.0)])
    write_grades_csv([result], tmp_path / "g.csv")
    assert rows(tmp_path / "g.csv")[0]["score (exercise)"] == "1"


def test_a_place_that_cannot_be_written(results, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KitError, match="cannot be written"):
        write_grades_csv(results, tmp_path / "file" / "grades.csv")
