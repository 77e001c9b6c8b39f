"""What waits for the disk: each result, so that a power cut takes none, and nothing that can be made again from results."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.grading.store import ResultStore
from autograder.reports import read_results, write_grades_csv, write_html_report
from autograder.results import SubmissionResult, Timings


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were waited for, by the name that they get."""
    found: list[str] = []

    def fsync(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        found.append(name.removeprefix(".").removesuffix(f".{os.getpid()}.tmp"))

    monkeypatch.setattr("autograder.files.os.fsync", fsync)
    return found


def test_results_are_waited_for_and_their_timings_and_pages_are_not(
    results: list[SubmissionResult], waited: list[str], tmp_path: Path
) -> None:
    store = ResultStore(tmp_path)
    for result in results:
        store.write(result, Timings())
    assert waited == [f"{result.submission}.json" for result in results]
    assert len(list((tmp_path / "timings").iterdir())) == len(results) and len(read_results(tmp_path)) == len(results)
    del waited[:]
    write_html_report(results, tmp_path / "report", title="Attention")
    assert waited == [] and len(list((tmp_path / "report" / "submissions").iterdir())) == len(results)
    write_grades_csv(results, tmp_path / "grades.csv")
    assert waited == ["grades.csv"]
