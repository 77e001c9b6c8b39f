"""Malformed submissions by the hundred through the whole command: each ends in a row with a reason, none leaves a trace."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from classroom import notebook, run

sys.path.insert(0, str(Path(__file__).parents[1] / "intake"))

from malformed import malformed_submissions

COUNT = 520


def everything_below(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of change of all that lies below a folder; links are not followed."""
    states = ((path, path.lstat()) for path in folder.rglob("*"))
    return {str(path): (state.st_size, state.st_mtime_ns) for path, state in states}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_each_ends_in_a_row_with_a_reason(tmp_path: Path) -> None:
    class_folder, out, temporary = tmp_path / "handed in" / "class", tmp_path / "out" / "results", tmp_path / "tmp"
    temporary.mkdir()
    malformed_submissions(class_folder, COUNT, seed=11)
    (class_folder / "sound.ipynb").write_text(notebook({}))
    before = everything_below(tmp_path / "handed in")
    done = run(class_folder, out, TMPDIR=str(temporary))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr and "the grader failed" not in done.stderr
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert len(rows) == COUNT + 1 == len(list(out.glob("*.json")))
    assert rows["sound"]["score"] == "100"
    ran = 0
    for name, row in rows.items():
        assert row["detail"] or row["status"] == "graded", name
        assert row["status"] in ("graded", "unreadable", "timed out", "out of memory", "crashed"), row
        ran += row["status"] != "unreadable"
        if row["status"] == "unreadable":
            assert row["score"] == "0"
    assert 10 < ran < COUNT - 10, "the class is neither all noise nor all sound"
    assert everything_below(tmp_path / "handed in") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["handed in", "out", "tmp"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["results"]
    assert list(temporary.iterdir()) == []
