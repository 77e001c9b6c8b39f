"""A submission during which the judge itself dies is tried again alone, then gets a row; the others do not notice."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from classroom import ASSIGNMENT, KIT, notebook

from autograder.authoring.catalogue import find_assignment
from autograder.grading import worker
from autograder.grading.local_pool import LocalPool
from autograder.grading.staging import given_files
from autograder.intake import Submission
from autograder.isolation.levels import Level
from autograder.results import Graded, Rules, Status


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_judge_that_dies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = worker.grade_one

    def grade_one(answer_key, slot, submission, rules) -> Graded:
        with (tmp_path / submission.id).open("a") as log:
            log.write("run\n")
        if submission.id == "deadly":
            os._exit(7)
        return whole(answer_key, slot, submission, rules)

    monkeypatch.setattr(worker, "grade_one", grade_one)  # judges are forked from this process
    assignment = find_assignment(ASSIGNMENT, KIT)
    sound = json.loads(notebook({}))
    names = ["a", "deadly", "b", "c"]
    with given_files(assignment) as given:
        pool = LocalPool(assignment, given, Level.PROCESS, 2, Rules(), KIT)
        graded = [
            one.result for one in pool.grade([Submission(name, name, name, sound, digest=name) for name in names])
        ]
    results = {result.submission: result for result in graded}
    assert sorted(results) == sorted(names) and len(graded) == len(names)
    assert all(results[name].score == 100 for name in "abc")
    assert all((tmp_path / name).read_text() == "run\n" for name in "abc"), "an innocent one was run twice"
    assert (tmp_path / "deadly").read_text() == "run\n" * 3
    assert results["deadly"].status is Status.CRASHED and results["deadly"].score == 0
    assert "the sandbox failed 3 times: the judge ended with exit code 7" in results["deadly"].detail
