"""Results that 0.1.0 wrote are read as they are, as the upgrade notes say."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from autograder.errors import KitError
from autograder.reports import read_results, write_grades_csv, write_html_report

OLDER = Path(__file__).resolve().parents[1] / "fixtures" / "results_0_1_0"


def test_they_are_reported(tmp_path: Path) -> None:
    (result,) = read_results(OLDER)
    assert (result.student, result.assignment, result.status) == ("gal_softmax_axis", "03_attention", "graded")
    assert result.score < result.max_score == 100
    assert any(question.misconception for question in result.questions)
    write_grades_csv([result], tmp_path / "grades.csv")
    assert "gal_softmax_axis" in (tmp_path / "grades.csv").read_text(encoding="utf-8")
    assert write_html_report([result], tmp_path / "report", title="Attention").is_file()


def test_what_somebody_changed_by_hand_in_one_is_not_taken_over(tmp_path: Path) -> None:
    path = Path(shutil.copy(OLDER / "gal_softmax_axis.json", tmp_path))
    changed = json.loads(path.read_text(encoding="utf-8"))
    changed["score"] = changed["extra_data"]["score"] = 100.0
    path.write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(KitError, match=r"overrides\.csv") as raised:
        read_results(tmp_path)
    assert "gal_softmax_axis.json" in str(raised.value)
