"""A grader that is killed at any moment: nothing is lost, nothing graded twice, nothing left behind."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from classroom import COUNT, EXHAUSTIVE, Grader, contents, run

KILLS = 50 if EXHAUSTIVE else 6

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000 if EXHAUSTIVE else 600)]


def stored(out: Path) -> dict[str, tuple[int, int]]:
    """For each stored result its file and when that was written: one that is graded again would change them."""
    files = [path for path in out.glob("*.json") if not path.name.startswith(".")]
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def wait_for(out: Path, results: int, process: subprocess.Popen[str]) -> None:
    while len(stored(out)) < results:
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.01)


def test_killed_again_and_again(submissions: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    rng = random.Random(5)
    out, temporary = tmp_path / "results", tmp_path / "tmp"
    temporary.mkdir()
    before: dict[str, tuple[int, int]] = {}
    for number in range(KILLS):
        grader = Grader.start(submissions, out, "--jobs", "2", TMPDIR=str(temporary))
        # As many results as leave some for the kills to come, then a moment that may fall anywhere in a submission.
        share = (COUNT - len(before)) // (KILLS - number)
        more = rng.randint(0, share) if share > 1 else rng.randint(0, 1)
        if more:
            wait_for(out, min(len(before) + more, COUNT - 2), grader.process)
            time.sleep(rng.uniform(0, 0.1))
        else:
            time.sleep(rng.uniform(0, 3))  # while it imports, or later
        assert grader.process.poll() is None, "it was done before it could be killed"
        left = grader.kill(whole_group=number % 2 == 0)
        assert not left, f"processes of a killed grader are still there: {left}"
        after = stored(out) if out.exists() else {}
        assert before.items() <= after.items(), "a stored result was lost, or graded again"
        for path in out.glob("*.json"):
            json.loads(path.read_text())
        assert len(list(temporary.iterdir())) <= 2  # its own, and one that was killed while it swept
        before = after
    assert len(before) < COUNT
    done = run(submissions, out, "--jobs", "2", TMPDIR=str(temporary))
    assert done.returncode == 0, done.stderr
    assert f"{COUNT - len(before)} graded now, {len(before)} unchanged" in done.stderr
    assert before.items() <= stored(out).items()
    assert contents(out) == undisturbed
    assert sorted(path.name for path in (out / "timings").iterdir()) == sorted(stored(out))
    assert list(temporary.iterdir()) == []


def test_interrupted_from_the_keyboard(submissions: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out, temporary = tmp_path / "results", tmp_path / "tmp"
    temporary.mkdir()
    grader = Grader.start(submissions, out, "--jobs", "2", TMPDIR=str(temporary))
    wait_for(out, 3, grader.process)
    os.killpg(grader.process.pid, signal.SIGINT)  # as a terminal does
    _, said = grader.process.communicate(timeout=60)
    assert grader.process.returncode == 130, said
    assert "interrupted; what is done is kept" in said and "Traceback" not in said
    assert list(temporary.iterdir()) == []
    kept = stored(out)
    assert 3 <= len(kept) < COUNT
    done = run(submissions, out, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert re.search(rf"\b{COUNT - len(kept)} graded now, {len(kept)} unchanged", done.stderr)
    assert contents(out) == undisturbed
