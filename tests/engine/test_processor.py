"""A judge and the child that it examines share a processor, which no other pair takes; afterwards all is as before."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator

import pytest
from bench import Bench

from autograder.isolation import processor
from autograder.isolation.levels import Level
from autograder.isolation.processor import Processor

ALLOWED = os.sched_getaffinity(0)
TAKES_ONE = """
import sys
from autograder.isolation import processor
processor.CLAIM = sys.argv[1]
taken = processor.Processor()
print(taken.number, flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.skipif(len(ALLOWED) == 1, reason="this machine has one processor")


@pytest.fixture(autouse=True)
def own_claims(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Names of this test's own, for other graders may be at work on this machine."""
    monkeypatch.setattr(processor, "CLAIM", f"test-{secrets.token_hex(8)}-")
    yield
    os.sched_setaffinity(0, ALLOWED)


def test_it_is_kept_and_given_back() -> None:
    taken = Processor()
    assert taken.number is not None and os.sched_getaffinity(0) == {taken.number}
    taken.release()
    taken.release()
    assert os.sched_getaffinity(0) == ALLOWED


def test_each_judge_has_its_own() -> None:
    taken = [_taken_anew() for _ in ALLOWED]
    assert {each.number for each in taken} == ALLOWED
    assert _taken_anew().number is None, "there was none left"
    assert os.sched_getaffinity(0) == ALLOWED, "a judge without one runs where it likes"
    taken[0].release()
    assert _taken_anew().number is not None


def test_one_that_may_use_only_one_takes_none() -> None:
    os.sched_setaffinity(0, {min(ALLOWED)})
    assert Processor().number is None


def test_it_is_free_again_when_its_judge_is_killed() -> None:
    command = [sys.executable, "-c", TAKES_ONE, processor.CLAIM]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        held = int(other.stdout.readline())
        taken = [_taken_anew() for _ in ALLOWED]
        assert {each.number for each in taken} == ALLOWED - {held} | {None}
        other.kill()
    assert _taken_anew().number == held


def _taken_anew() -> Processor:
    os.sched_setaffinity(0, ALLOWED)
    return Processor()


def test_a_judge_and_its_child_share_it(bench: Bench, strongest: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    judge: list[set[int]] = []

    class Watched(Processor):
        def release(self) -> None:
            judge.append(os.sched_getaffinity(0))
            super().release()

    last = max(ALLOWED)
    monkeypatch.setattr("autograder.isolation.sandbox.Processor", Watched)
    monkeypatch.setattr("autograder.runner.kernel.current_processor", lambda: last)
    right = f"{bench.target.right} if os.sched_getaffinity(0) == {{{last}}} else None"
    result = bench.grade(strongest, answer=bench.target.returning(right, before="import os"))
    assert result.score == result.max_score, "the child may run elsewhere"
    assert judge[0] == {last}, "the judge may run elsewhere"
    assert os.sched_getaffinity(0) == ALLOWED
