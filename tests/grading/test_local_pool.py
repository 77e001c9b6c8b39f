"""A submission during which the judge itself dies is tried again alone, then gets a row; the others do not notice."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from classroom import ASSIGNMENT, KIT, notebook

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.test_files import Case
from autograder.grading import worker
from autograder.grading.local_pool import LocalPool
from autograder.grading.staging import given_files
from autograder.intake import Submission
from autograder.isolation.levels import Level, probe
from autograder.judge import bounds
from autograder.judge.cases import CaseRunner
from autograder.judge.question import Question
from autograder.results import Graded, Rules, Status


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_judge_that_dies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = worker.grade_one

    def grade_one(answer_key, slot, submission, rules, pulse, held) -> Graded:
        with (tmp_path / submission.id).open("a") as log:
            log.write("run\n")
        if submission.id == "deadly":
            os._exit(7)
        return whole(answer_key, slot, submission, rules, pulse, held)

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


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("level", [Level.PROCESS, Level.NAMESPACES])
@pytest.mark.parametrize("everywhere", [False, True])
def test_judge_that_is_held(monkeypatch: pytest.MonkeyPatch, level: Level, everywhere: bool) -> None:
    """Asleep, and then computing, as in a call of C that neither the decoder's clock nor an alarm interrupts: it is replaced, and the row says so."""
    if not probe(level).works:
        pytest.skip(probe(level).why_not)
    whole = CaseRunner.run

    def run(self: CaseRunner, question: Question, case: Case) -> None:
        mine = self.notebook.submission.id == "holding" and question.seconds_left > 0
        if mine and question.name == self.questions[0].name:
            self.notebook.expect(0.0, question.name)
            time.sleep(1_000)
        whole(self, question, case)
        if mine and everywhere and case is question.tests.cases[-1]:
            self.notebook.expect(0.0)
            while True:
                pass

    monkeypatch.setattr(CaseRunner, "run", run)
    monkeypatch.setattr(bounds, "MARGIN_SECONDS", 1.0)
    assignment = find_assignment(ASSIGNMENT, KIT)
    sound = json.loads(notebook({}))
    names = ["a", "holding", "b", "c"]
    with given_files(assignment) as given:
        pool = LocalPool(assignment, given, level, 2, Rules(), KIT)
        graded = [
            one.result for one in pool.grade([Submission(name, name, name, sound, digest=name) for name in names])
        ]
    results = {result.submission: result for result in graded}
    assert sorted(results) == sorted(names) and len(graded) == len(names)
    assert all(results[name].score == 100 for name in "abc")
    held = results["holding"]
    assert held.status is Status.TIMED_OUT and not held.grader_failed
    if everywhere:
        assert held.score == 0 and "the grader was held" in held.detail
    else:
        first, *others = held.questions
        assert first.score == 0 and first.status is Status.TIMED_OUT and "held the grader" in first.detail
        assert [one.score for one in others] == [one.max_score for one in others]
