"""`autograder report`: the pages and the table again, from the result files alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tiny_kit import KitCopy

from autograder import cli
from autograder.authoring.catalogue import ROOT_VARIABLE
from autograder.results import QuestionResult, Status, SubmissionResult


@pytest.mark.parametrize(("assignment", "title"), [("07_tiny", "Tiny"), ("99_elsewhere", "99_elsewhere")])
def test_report(
    assignment: str,
    title: str,
    kit_copy: KitCopy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    result = SubmissionResult(
        "dana", "Dana", assignment, Status.GRADED, "", [QuestionResult("q", 1, 2)], "process", "k"
    )
    folder = tmp_path / "results"
    folder.mkdir()
    (folder / "dana.json").write_text(json.dumps(result.to_gradescope()), encoding="utf-8")
    (folder / "omer.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv(ROOT_VARIABLE, str(kit_copy.root))
    monkeypatch.setattr(sys, "argv", ["autograder", "report", str(folder)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    assert ended.value.code == 0
    assert said.out.splitlines() == [f"grades: {folder / 'grades.csv'}", f"report: {folder / 'report' / 'index.html'}"]
    assert said.err.startswith("warning: ") and "omer.json is damaged" in said.err
    page = (folder / "report" / "index.html").read_text(encoding="utf-8")
    assert f'<h1 dir="auto">{title}</h1>' in page and "omer.json is damaged" in page
    assert "trust these marks as far as you trust the students" in page
    assert "dana,Dana,graded,1,2,1," in (folder / "grades.csv").read_text(encoding="utf-8-sig")
