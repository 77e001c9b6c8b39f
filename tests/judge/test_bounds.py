"""What a submission makes the judge hold is neither kept nor without bound."""

from __future__ import annotations

import subprocess
import sys

import pytest
from bench import Bench

from autograder.isolation.levels import Level
from autograder.judge import cases, session
from autograder.judge.bounds import MEMORY_MB

HOLDS_AND_FREES = """
from pathlib import Path
import torch
from autograder.judge.bounds import bounded

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20

def expired():
    raise SystemExit("expired")

before = resident()
with bounded(60, expired):
    small = [torch.zeros(16) for _ in range(800_000)]
    last = small[-1]  # above all that is free below it, which malloc therefore keeps
    most = resident()
    del small
print(most - before, resident() - before)
"""


def test_memory_goes_back_to_the_system_after_a_case() -> None:
    done = subprocess.run([sys.executable, "-c", HOLDS_AND_FREES], capture_output=True, text=True, check=True)
    held, kept = map(int, done.stdout.split())
    assert held > 300 and kept < 100


def test_no_case_holds_more_than_its_bound() -> None:
    twice = f"[torch.zeros(1 << 18) for _ in range({2 * MEMORY_MB})]"  # of a MB each
    code = HOLDS_AND_FREES.replace("[torch.zeros(16) for _ in range(800_000)]", twice)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "expired" not in done.stderr and "alloc" in done.stderr.lower() and done.returncode == 1


@pytest.fixture
def wrong(bench: Bench) -> str:
    """An answer whose misconception the kit knows."""
    return bench.answer_key.wrong[bench.target.name][0].source


def test_the_misconception_of_an_ordinary_transcript_is_named(bench: Bench, level: Level, wrong: str) -> None:
    assert bench.of_target(bench.grade(level, answer=wrong)).misconception is not None


def test_a_case_that_exchanges_too_much_is_judged_and_not_kept(
    bench: Bench, level: Level, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "MAX_KEPT", 10)
    found = bench.of_target(bench.grade(level, answer=wrong))
    assert found.misconception is None and not all(case.passed for case in found.cases)


def test_all_failed_cases_together_have_a_bound_too(
    bench: Bench, level: Level, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "MAX_KEPT_OF_ALL", 10)
    assert bench.of_target(bench.grade(level, answer=wrong)).misconception is None
