"""Grading from Python: the example of docs/architecture.md is run as it stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from autograder import Grader, grade_notebook
from autograder.errors import KitError
from autograder.results import Status

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "datasets" / "sample_class" / "03_attention"


def test_the_example_of_the_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.S)
    monkeypatch.chdir(ROOT)
    exec(compile(example, "docs/architecture.md", "exec"), {"__name__": "__main__"})
    first, *rest = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"gal_softmax_axis: \d+(\.\d+)? of 100, graded", first)
    assert any(len(line.split(maxsplit=2)) == 3 for line in rest), "a misconception is named"


def test_many_with_one_sandbox(tmp_path: Path) -> None:
    two = tmp_path / "two"
    two.mkdir()
    for name in ("amit_all_right.ipynb", "maya_untouched.ipynb"):
        shutil.copyfile(SAMPLE / name, two / name)
    with Grader("03_attention", kit=ROOT, isolation="best") as grader:
        results = [grader.grade(path) for path in sorted(two.glob("*.ipynb"))]
        with pytest.raises(KitError, match="holds 2 submissions"):
            grader.grade(two)
        with pytest.raises(KitError, match="nothing at"):
            grader.grade(tmp_path / "nobody.ipynb")
    assert [result.score for result in results] == [100, 0]
    assert all(result.status is Status.GRADED and result.isolation for result in results)


@pytest.mark.parametrize(
    ("assignment", "isolation", "says"), [("03_atention", "best", "03_attention"), ("03_attention", "jail", "no level")]
)
def test_mistakes_are_named(assignment: str, isolation: str, says: str) -> None:
    with pytest.raises(KitError, match=says):
        grade_notebook(SAMPLE / "amit_all_right.ipynb", assignment, kit=ROOT, isolation=isolation)
